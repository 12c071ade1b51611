//! An identity is a face, a sketch of it and a joint key. This crate enrols one,
//! opens it for a signature, renews it, recovers it from its kit, and stretches
//! the PIN: it is the face process's side of everything that the keeper does.
//! It sees frames, templates and the face share f, and never the helper share b.
//! It does not know networks or databases, and it asks the person nothing;
//! `mien-wallet` calls it and decides what is signed.
//!
//! [`Desk`] holds what every operation needs. [`whose`] needs no identity: it
//! finds the published [`Listing`] that a face opens. Formats: `spec/derivation.md`,
//! `spec/listing.md`.

mod capture;
mod derive;
mod drill;
mod enrol;
mod error;
mod guided;
mod helper;
mod listing;
mod lookup;
mod phrase;
mod pin;
mod recover;
mod renew;
mod scan;
mod session;
mod signing_session;
mod watch;

pub use capture::{Asks, CapturePlan};
pub use derive::PinKey;
pub use drill::Drilled;
pub use enrol::{Confirmed, ENROL_CAPTURES, PhraseDesk};
pub use error::{IdentityError, PhraseFault};
pub use listing::{Listing, MAX_LISTING_LEN};
pub use lookup::{Whose, look, whose};
pub use phrase::PaperPhrase;
pub use pin::{MIN_PIN_CHARS, Pin};
pub use scan::{Cameras, Desk, Matched};
pub use session::{Connection, key_of};
pub use signing_session::SigningSession;
pub use watch::{Cancel, ScanOutcome, Step, Unwatched, Watch};
