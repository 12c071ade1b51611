//! The wallet's identity, its kit, its accounts.

use mien_keeper::KitForm;
use mien_wallet::{
    Account, Drill, Enrolled, KitInfo, Recovered, Renewed, Verified, WatchedBalance,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{NameView, ReviewKind};

/// A drill that succeeded.
#[derive(Clone, Copy, Debug, Serialize, Type)]
pub struct DrillView {
    /// How much further the scan could have been off, in degrees.
    #[specta(type = specta_typescript::Number<f64>)]
    pub margin_degrees: f64,
    /// Uncertainty of that.
    #[specta(type = specta_typescript::Number<f64>)]
    pub margin_plus_minus: f64,
}

impl From<Drill> for DrillView {
    fn from(drill: Drill) -> Self {
        Self {
            margin_degrees: drill.margin_degrees,
            margin_plus_minus: drill.margin_plus_minus,
        }
    }
}

/// A wallet that was made.
#[derive(Clone, Debug, Serialize, Type)]
pub struct EnrolledView {
    /// The first account.
    pub address: String,
    /// Length of the helper data.
    pub helper_bytes: u32,
    /// Whether a paper phrase was confirmed.
    pub phrase: bool,
    /// The drill at its end.
    pub drill: DrillView,
}

impl From<Enrolled> for EnrolledView {
    fn from(e: Enrolled) -> Self {
        Self {
            address: e.address.to_string(),
            helper_bytes: u32::try_from(e.helper_bytes).unwrap_or(u32::MAX),
            phrase: e.phrase,
            drill: e.drill.into(),
        }
    }
}

/// What a kit says about itself.
#[derive(Clone, Debug, Serialize, Type)]
pub struct KitView {
    /// The first account.
    pub address: String,
    /// Whether a PIN is needed.
    pub pin: bool,
    /// Whether a paper phrase goes with it.
    pub phrase: bool,
    /// How often the wallet was renewed before.
    pub generation: u32,
    /// When its helper data was made.
    pub created: u64,
    /// The model pack it needs.
    pub pack: String,
    /// Its length.
    pub bytes: u32,
}

impl From<KitInfo> for KitView {
    fn from(k: KitInfo) -> Self {
        Self {
            address: k.address.to_string(),
            pin: k.pin,
            phrase: k.phrase,
            generation: k.generation,
            created: k.created,
            pack: k.pack,
            bytes: u32::try_from(k.bytes).unwrap_or(u32::MAX),
        }
    }
}

/// A wallet that is back.
#[derive(Clone, Debug, Serialize, Type)]
pub struct RecoveredView {
    /// The first account.
    pub address: String,
    /// The drill that proved it.
    pub drill: DrillView,
}

impl From<Recovered> for RecoveredView {
    fn from(r: Recovered) -> Self {
        Self {
            address: r.address.to_string(),
            drill: r.drill.into(),
        }
    }
}

/// A renewal in force.
#[derive(Clone, Debug, Serialize, Type)]
pub struct RenewedView {
    /// The first account, as before.
    pub address: String,
    /// How often the wallet was renewed.
    pub generation: u32,
    /// The drill with the new helper data.
    pub drill: DrillView,
}

impl From<Renewed> for RenewedView {
    fn from(r: Renewed) -> Self {
        Self {
            address: r.address.to_string(),
            generation: r.generation,
            drill: r.drill.into(),
        }
    }
}

/// How a kit is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[serde(rename = "KitForm")]
pub enum KitFormView {
    /// A file.
    File,
    /// A QR code as a picture.
    QrPicture,
}

impl From<KitFormView> for KitForm {
    fn from(form: KitFormView) -> Self {
        match form {
            KitFormView::File => Self::File,
            KitFormView::QrPicture => Self::QrPicture,
        }
    }
}

/// An account, or an address that is watched.
#[derive(Clone, Debug, Serialize, Type)]
pub struct AccountView {
    /// i of m/0/i.
    pub index: u32,
    /// The address.
    pub address: String,
    /// Its name; may be empty.
    pub label: String,
    /// Whether it is the one in use.
    pub current: bool,
}

impl AccountView {
    /// With the index of the account in use.
    #[must_use]
    pub fn new(a: Account, current: u32) -> Self {
        Self {
            current: a.index == current,
            index: a.index,
            address: a.address.to_string(),
            label: a.label,
        }
    }
}

/// What the addresses that are watched hold of a network's coin.
#[derive(Clone, Debug, Serialize, Type)]
pub struct WatchedBalancesView {
    /// The network in use.
    pub network: String,
    /// Each address.
    pub balances: Vec<WatchedBalanceView>,
}

/// What one of them holds.
#[derive(Clone, Debug, Serialize, Type)]
pub struct WatchedBalanceView {
    /// The address.
    pub address: String,
    /// With its point and currency; nothing where the node did not say.
    pub shown: Option<String>,
}

impl From<WatchedBalance> for WatchedBalanceView {
    fn from(one: WatchedBalance) -> Self {
        Self {
            address: one.address.to_string(),
            shown: one.shown,
        }
    }
}

/// A signature file that holds.
#[derive(Clone, Debug, Serialize, Type)]
pub struct VerifiedView {
    /// By whom.
    pub signer: String,
    /// What that address is called here.
    pub signer_name: Option<NameView>,
    /// What was signed.
    pub kind: ReviewKind,
    /// The document's name as signed.
    pub document: Option<String>,
    /// Whether the document itself was compared.
    pub document_compared: bool,
    /// When, by the signer's own word.
    pub signed_at: u64,
}

impl VerifiedView {
    /// With what the signer is called here.
    #[must_use]
    pub fn new(v: Verified, signer_name: Option<NameView>) -> Self {
        Self {
            signer: v.signer.to_string(),
            signer_name,
            kind: v.kind.into(),
            document: v.document,
            document_compared: v.document_compared,
            signed_at: v.signed_at,
        }
    }
}
