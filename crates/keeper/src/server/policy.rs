//! What an identity may sign.

use mien_intent::{Decoded, Scope};

use crate::error::{Denial, KeeperError};
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
    let refuse = |why: Denial| Err(why.into());
    let own_text = purpose != Purpose::Request;
    if !own_text && key == KeyPath::Master {
        return refuse(Denial::MasterKey);
    }
    if matches!(purpose, Purpose::Session(_)) && key != KeyPath::Master {
        return refuse(Denial::NotTheMasterKey);
    }
    if purpose != Purpose::Drill && share != ShareKind::Face {
        return refuse(Denial::NotTheFace);
    }
    let scope = match helper.sketch.pin {
        PinUse::Required => Scope::Full,
        PinUse::FaceOnly => Scope::Development,
    };
    Ok(decoded.permitted(scope).map_err(Denial::from)?)
}
