//! What passes between the app and its windows. The TypeScript types in
//! `ui/src/lib/bindings.ts` are generated from these; a test fails when they
//! drift. Amounts are decimal text made here, addresses have their checksum,
//! times are seconds since 1970 (UTC).

mod activity;
mod assets;
mod boot;
mod error;
mod identity;
mod network;
mod review;
mod scan;

pub use activity::{ActivityFilter, ActivityItem, ExportFormat};
pub use assets::{
    AllowanceView, AssetForm, ContactView, FeeForm, FeeLevelView, FeeView, NftView, Overview,
    QrView, RecipientView, SendForm, TokenView,
};
pub use boot::{
    About, Boot, CameraKind, CameraView, FileKind, KitCopy, Language, ModelView, Stage, Theme,
};
pub use error::{AppError, ErrorCode};
pub use identity::{
    AccountView, DrillView, EnrolledView, KitFormView, KitView, RecoveredView, RenewedView,
    VerifiedView,
};
pub use network::{DevnetState, DevnetView, NetworkForm, NetworkKindView, NetworkView};
pub use review::{Approved, CautionView, ChangeLine, FieldView, Review, ReviewEnd, ReviewKind};
pub use scan::{
    ActionView, Changed, Hint, LockChanged, Preview, ReviewClosed, ScanEvent, ScanOutcomeView, What,
};
