//! What an identity may sign.

use mien_intent::{Decoded, Scope};

use crate::error::KeeperError;
use crate::protocol::{KeyPath, ShareKind};
use crate::record::{HelperData, PinUse};
use crate::two_party::Purpose;

/// What this identity may sign with this key and share.
pub(super) fn permitted(
    decoded: &Decoded,
    purpose: Purpose,
    helper: &HelperData,
    key: KeyPath,
    share: ShareKind,
) -> Result<(), KeeperError> {
    let refuse = |why: &str| Err(KeeperError::Policy(why.to_owned()));
    let own_text = purpose != Purpose::Request;
    if !own_text && key == KeyPath::Master {
        return refuse("the master key signs drills only; name an account");
    }
    if matches!(purpose, Purpose::Session(_)) && key != KeyPath::Master {
        return refuse("a session is opened with the master key");
    }
    if purpose != Purpose::Drill && share != ShareKind::Face {
        return refuse(
            "the paper phrase and an unfinished renewal sign drills only; enrol your face again with `mien recover --phrase`",
        );
    }
    let scope = match helper.sketch.pin {
        PinUse::Required => Scope::Full,
        PinUse::FaceOnly => Scope::Development,
    };
    decoded
        .permitted(scope)
        .map_err(|e| KeeperError::Policy(e.to_string()))
}
