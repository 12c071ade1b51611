//! The per-session set-up: zero-sharing seeds and oblivious transfer in both
//! directions (DKLs23, functionalities 3.4 and 3.5).

use dkls23::utilities::multiplication::{MulReceiver, MulSender};
use dkls23::utilities::ot::base::{OTReceiver, OTSender, Seed};
use dkls23::utilities::proofs::{DLogProof, EncProof};
use dkls23::utilities::zero_shares::ZeroShare;
use k256::Scalar;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Curve, index};
use crate::error::{Attack, CosignError};
use crate::party::Role;
use crate::transcript::tagged_hash;

const DIRECTION: &str = "mien/cosign/v1/transfer";

/// One side's messages of the base transfers, both directions.
#[derive(Serialize, Deserialize)]
pub(crate) struct TransferMessage {
    /// Where the sender of this message is the multiplication's receiver.
    as_receiver: ReceiverInit,
    /// Where it is the multiplication's sender.
    as_sender: SenderInit,
}

impl TransferMessage {
    /// Encoded length, in bytes: nearly all of it 256 encryption proofs.
    pub(crate) const LEN: usize = 142_951;
}

#[derive(Serialize, Deserialize)]
struct ReceiverInit {
    dlog: DLogProof<Curve>,
    gadget_nonce: Scalar,
}

#[derive(Serialize, Deserialize)]
struct SenderInit {
    proofs: Vec<EncProof<Curve>>,
    seed: Seed,
}

/// What one side keeps while the messages cross.
pub(crate) struct Transfer {
    us: Role,
    session: [u8; 32],
    receiver: (OTSender<Curve>, Scalar),
    sender: SenderKept,
}

struct SenderKept {
    base: OTReceiver,
    correlation: Zeroizing<Vec<bool>>,
    exponents: Zeroizing<Vec<Scalar>>,
}

/// What a session's signatures are made with. Secret; never stored.
pub(crate) struct Material {
    pub(super) zero_share: ZeroShare,
    pub(super) receiver: MulReceiver<Curve>,
    pub(super) sender: MulSender<Curve>,
}

#[cfg(test)]
impl Material {
    /// So that a test which ends a set-up need not make one.
    pub(crate) fn copy(&self) -> Self {
        Self {
            zero_share: self.zero_share.clone(),
            receiver: self.receiver.clone(),
            sender: self.sender.clone(),
        }
    }
}

impl Transfer {
    /// Draws and proves everything; about 0.2 s of one core.
    pub(crate) fn start(
        us: Role,
        session: &[u8; 32],
    ) -> Result<(Self, TransferMessage), CosignError> {
        let (receiving, sending) = (direction(session, us), direction(session, us.other()));
        // The proofs of the sending direction are nearly all of the work here.
        let (base, correlation, exponents, proofs) = MulSender::<Curve>::init_phase1(&sending);
        let (ot_sender, dlog, gadget_nonce) = MulReceiver::<Curve>::init_phase1(&receiving);
        let message = TransferMessage {
            as_receiver: ReceiverInit { dlog, gadget_nonce },
            as_sender: SenderInit {
                proofs,
                seed: base.seed,
            },
        };
        let sender = SenderKept {
            base,
            correlation: Zeroizing::new(correlation),
            exponents: Zeroizing::new(exponents),
        };
        let kept = Self {
            us,
            session: *session,
            receiver: (ot_sender, gadget_nonce),
            sender,
        };
        Ok((kept, message))
    }

    /// Checks the other side's proofs; about 0.2 s of one core. `seeds` are the
    /// opened zero-sharing seeds, ours first.
    pub(crate) fn finish(
        self,
        message: &TransferMessage,
        seeds: (&[u8; 32], &[u8; 32]),
    ) -> Result<Material, CosignError> {
        let (receiving, sending) = (
            direction(&self.session, self.us),
            direction(&self.session, self.us.other()),
        );
        let refused = |_| CosignError::Attack(Attack::Setup);
        let (ot_sender, gadget_nonce) = &self.receiver;
        let theirs = &message.as_sender;
        let receiver = MulReceiver::init_phase2(
            ot_sender,
            &receiving,
            &theirs.seed,
            &theirs.proofs,
            gadget_nonce,
        )
        .map_err(refused)?;
        let theirs = &message.as_receiver;
        let sender = MulSender::init_phase2(
            &self.sender.base,
            &sending,
            self.sender.correlation.to_vec(),
            &self.sender.exponents,
            &theirs.dlog,
            &theirs.gadget_nonce,
        )
        .map_err(refused)?;
        let (us, them) = (index(self.us)?, index(self.us.other())?);
        let pair = ZeroShare::generate_seed_pair(us, them, seeds.0, seeds.1);
        Ok(Material {
            zero_share: ZeroShare::initialize(vec![pair]),
            receiver,
            sender,
        })
    }
}

/// The session id of the direction in which `receiver` is the multiplication's
/// receiver.
fn direction(session: &[u8; 32], receiver: Role) -> [u8; 32] {
    tagged_hash(
        DIRECTION,
        &[session, &[receiver.index(), receiver.other().index()]],
    )
}

#[cfg(test)]
pub(crate) fn check_directions(session: &[u8; 32], face: &[u8; 32], keeper: &[u8; 32]) {
    assert_eq!(&direction(session, Role::Face), face);
    assert_eq!(&direction(session, Role::Keeper), keeper);
}
