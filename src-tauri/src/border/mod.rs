//! What passes between the app and its windows. The TypeScript types in
//! `ui/src/lib/bindings.ts` are generated from these; a test fails when they
//! drift. Amounts are decimal text made here, addresses have their checksum,
//! times are seconds since 1970 (UTC).

mod activity;
mod assets;
mod boot;
mod caution;
mod error;
mod fact;
mod identity;
#[cfg(test)]
mod members;
mod network;
mod reading;
mod review;
mod scan;

pub use activity::{ActivityFilter, ActivityItem, Done, ExportFormat, Why};
pub use assets::{
    AllowanceView, AssetForm, ContactView, EstimateView, FeeForm, FeeLevelView, FeeView, NftView,
    Overview, QrView, RecipientView, SendForm, TokenView,
};
pub use boot::{
    About, Boot, CameraKind, CameraView, FileKind, KitCopy, Language, ModelView, Stage, Theme,
};
pub use caution::{CautionView, Weight};
pub use error::{AppError, ErrorCode};
pub use fact::{Fact, MediaWhy};
pub use identity::{
    AccountView, DrillView, EnrolledView, KitFormView, KitView, RecoveredView, RenewedView,
    VerifiedView, WatchedBalanceView, WatchedBalancesView,
};
pub use network::{DevnetState, DevnetView, NetworkForm, NetworkKindView, NetworkView};
pub use review::{
    Approved, CallPart, ChangeLine, Deed, FeeParts, FieldView, FunctionView, Meaning, NameView,
    Party, Review, ReviewEnd, ReviewKind, Source, Weighed,
};
pub use scan::{
    ActionView, Changed, Hint, LockChanged, Preview, ReviewClosed, ScanEvent, ScanOutcomeView, What,
};
