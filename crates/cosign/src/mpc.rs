//! The only module that knows the crate which does the two-party arithmetic.
//!
//! Its types hold shares and transfer secrets and print them when asked to, so
//! none of them leaves here: what the rest of this crate sees are wrappers
//! without `Debug`. What its own key generation checks and these low-level calls
//! skip is checked here or before; `spec/cosign.md` has the list.

mod transfer;
mod two_party;

#[cfg(test)]
pub(crate) use transfer::check_directions;
pub(crate) use transfer::{Material, Transfer, TransferMessage};
pub(crate) use two_party::{Combine, Job, Nonces, Parts, Phase1, Phase2, Phase3, Reveal};

use dkls23::protocols::{Abort, AbortKind, AbortReason, PartyIndex};
use k256::Secp256k1;

use crate::error::{Attack, CosignError};
use crate::message::Kind;
use crate::party::Role;

type Curve = Secp256k1;

fn index(role: Role) -> Result<PartyIndex, CosignError> {
    PartyIndex::new(role.index()).map_err(|_| CosignError::Internal("party index"))
}

/// What an abort means to our callers. `kind` is the message that caused it,
/// `us` the side that noticed.
fn judge(abort: &Abort, kind: Kind, us: Role) -> CosignError {
    if matches!(abort.kind, AbortKind::BanCounterparty(_)) {
        return CosignError::Attack(Attack::Multiplication);
    }
    match &abort.reason {
        // The keeper checks first. Once it has found the shares to add up to P,
        // the face side can only find otherwise if the keeper lied.
        AbortReason::PolynomialInconsistency => match us {
            Role::Keeper => CosignError::WrongShare,
            Role::Face => CosignError::Attack(Attack::Multiplication),
        },
        AbortReason::SessionBindingMismatch { .. } => CosignError::OtherSession { kind },
        AbortReason::CommitmentMismatch { .. } => CosignError::Attack(Attack::Commitment),
        AbortReason::TrivialInstancePoint { .. } => CosignError::Attack(Attack::Multiplication),
        AbortReason::SignatureVerificationFailed | AbortReason::ZeroDenominator => {
            CosignError::Attack(Attack::Signature)
        }
        AbortReason::MisroutedMessage { .. }
        | AbortReason::UnexpectedSender { .. }
        | AbortReason::DuplicateSender { .. }
        | AbortReason::WrongMessageCount { .. } => CosignError::Malformed { kind },
        _ => CosignError::Internal("two-party signing"),
    }
}
