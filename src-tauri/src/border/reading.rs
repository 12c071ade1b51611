//! What is said of the errors of the crates below: facts where a person can act
//! on them, and the technical words of others, quoted.

mod chain;
mod kept;
mod request;

use mien_camera::CameraError;
use mien_face::{FaceError, LivenessFailure};
use mien_frame::FrameError;
use mien_identity::{IdentityError, PhraseFault};
use mien_wallet::{SignatureFault, WalletError};

use super::Fact;
use chain::of_chain;
use kept::{file, of_file, of_keeper, of_store};
use request::{of_intent, of_refusal, of_sign_in};

/// A fact, and the words of others behind it. Where there is neither a fact nor
/// a code that says it all, the whole sentence is quoted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) fact: Option<Fact>,
    pub(super) detail: Option<String>,
}

impl Said {
    fn fact(fact: Fact) -> Self {
        Self {
            fact: Some(fact),
            detail: None,
        }
    }

    fn quoting(mut self, words: &str) -> Self {
        self.detail = Some(words.to_owned());
        self
    }

    fn quoted(words: &impl ToString) -> Self {
        Self::default().quoting(&words.to_string())
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub(super) fn of_wallet(e: &WalletError) -> Said {
    match e {
        WalletError::Identity(e) => of_identity(e),
        WalletError::Chain(e) => of_chain(e),
        WalletError::Store(e) => of_store(e),
        WalletError::Intent(e) => of_intent(e),
        WalletError::Refused(e) => of_refusal(e),
        WalletError::SignIn(e) => of_sign_in(e),
        WalletError::BadSignature(e) => of_signature(e),
        WalletError::File { path, reason } => of_file(path, reason),
        WalletError::NotASignatureFile { path, detail } => {
            let path = path.clone();
            Said::fact(Fact::NotASignatureFile { path }).quoting(detail)
        }
        WalletError::Reverted { hash, reason } => Said::fact(Fact::Reason {
            text: reason.clone(),
        })
        .quoting(hash),
        other => of_own(other).map_or_else(|| of_rest(other), Said::fact),
    }
}

/// What the use cases themselves say.
fn of_own(e: &WalletError) -> Option<Fact> {
    Some(match e {
        WalletError::UnknownNetwork(name, _) | WalletError::FaceOnly { network: name } => {
            Fact::Network { name: name.clone() }
        }
        WalletError::NetworkFixed {
            name,
            chain_id,
            given,
        } => Fact::NetworkFixed {
            name: name.clone(),
            chain_id: *chain_id,
            given: *given,
        },
        WalletError::UnknownContact(text) => Fact::Typed { text: text.clone() },
        WalletError::ContactName(text) => Fact::NameIsAddress { text: text.clone() },
        WalletError::PaymentLink(text) => Fact::LinkForOther { text: text.clone() },
        WalletError::NotEnough { has, wanted } => Fact::Amounts {
            has: has.clone(),
            wanted: wanted.clone(),
        },
        WalletError::UnknownTransaction(hash) => Fact::Transaction { hash: hash.clone() },
        WalletError::OtherChain(_) => Fact::ChainBegunAnew,
        WalletError::Exists(path) => Fact::Exists { path: path.clone() },
        WalletError::NewerSignatureFile { path, version } => Fact::SignatureFileNewer {
            path: path.clone(),
            version: *version,
        },
        WalletError::FileTooLong { path, bytes, most } => Fact::FileLong {
            path: path.clone(),
            bytes: *bytes,
            most: *most,
        },
        WalletError::NotText(path) => Fact::NotText { path: path.clone() },
        WalletError::NotRefused => Fact::TypeSentence,
        WalletError::ModelsMissing(folder) => Fact::Path {
            path: folder.clone(),
        },
        WalletError::NoMetadata(token) => Fact::NoMetadata {
            token: token.clone(),
        },
        WalletError::NoPicture => Fact::NoPicture,
        WalletError::TooManyTokens { most } => Fact::LateToken { most: count(*most) },
        _ => return None,
    })
}

fn of_rest(e: &WalletError) -> Said {
    match e {
        // Their kind says it all.
        WalletError::NotProved
        | WalletError::Suspended
        | WalletError::DevnetStopped
        | WalletError::NoConsent
        | WalletError::NotPublished => Said::default(),
        other => Said::quoted(other),
    }
}

fn of_signature(e: &SignatureFault) -> Said {
    Said::fact(match e {
        SignatureFault::NotHex | SignatureFault::Malformed => Fact::SignatureDamaged,
        SignatureFault::NotTheirs => Fact::SignatureNotTheirs,
        SignatureFault::NotOfADocument => Fact::SignatureOfNoDocument,
        SignatureFault::NoDocumentNamed => Fact::NoDocumentNamed,
        SignatureFault::OtherDocument => Fact::SignatureOfOtherDocument,
        other => return Said::quoted(other),
    })
}

fn of_identity(e: &IdentityError) -> Said {
    Said::fact(match e {
        IdentityError::Keeper(e) => return of_keeper(e),
        IdentityError::Camera(e) => return of_camera(e),
        IdentityError::Face(e) => return of_face(e),
        IdentityError::Phrase(e) => return of_phrase(*e),
        IdentityError::PasswordHash(words) => return Said::fact(Fact::LittleMemory).quoting(words),
        IdentityError::PinTooShort { chars, least } => Fact::PinShort {
            chars: count(*chars),
            least: count(*least),
        },
        IdentityError::PinTooLong { bytes, most } => Fact::PinLong {
            bytes: count(*bytes),
            most: count(*most),
        },
        IdentityError::PinMissing => Fact::PinMissing,
        IdentityError::OtherPack { wanted, loaded } => Fact::OtherPack {
            wanted: wanted.clone(),
            installed: vec![loaded.clone()],
        },
        IdentityError::PoorQuality {
            good,
            wanted,
            reason,
        } => Fact::Frames {
            good: count(*good),
            wanted: count(*wanted),
            hint: reason.map(Into::into),
        },
        IdentityError::Liveness(e) => return of_liveness(*e),
        IdentityError::CapturesDisagree => Fact::CapturesDisagree,
        IdentityError::NotMatched | IdentityError::Cancelled => return Said::default(),
        other => return Said::quoted(other),
    })
}

fn of_phrase(e: PhraseFault) -> Said {
    Said::fact(match e {
        PhraseFault::Words { words } => Fact::PhraseLength {
            words: count(words),
        },
        PhraseFault::Unknown { number } => Fact::PhraseWord {
            number: count(number),
        },
        PhraseFault::Checksum => Fact::PhraseOrder,
        other => return Said::quoted(&other),
    })
}

fn of_liveness(e: LivenessFailure) -> Said {
    Said::fact(match e {
        LivenessFailure::OutOfOrder { asked, done } => Fact::OtherMovement {
            asked: asked.into(),
            done: done.into(),
        },
        LivenessFailure::TimedOut { action } => Fact::MovementMissed {
            action: action.into(),
        },
        LivenessFailure::NoReturn { action } => Fact::NoReturn {
            action: action.into(),
        },
        LivenessFailure::IdentityChanged => Fact::FaceChanged,
        LivenessFailure::Frozen => Fact::PictureStill,
        LivenessFailure::Looping => Fact::PictureRepeats,
        LivenessFailure::Jump => Fact::FaceJumped,
        other => return Said::quoted(&other),
    })
}

fn of_camera(e: &CameraError) -> Said {
    let fact = match *e {
        CameraError::NoCamera { index: number } => Fact::CameraAbsent { number },
        CameraError::NoPermission { index: number } => Fact::CameraForbidden { number },
        CameraError::Busy { index: number } => Fact::CameraBusy { number },
        CameraError::Unplugged { index: number } => Fact::CameraUnplugged { number },
        CameraError::Black { index: number } => Fact::CameraBlack { number },
        CameraError::NoFormat { index: number } => Fact::CameraStrange { number },
        CameraError::Failed { index, ref problem } => {
            return Said::fact(Fact::CameraStrange { number: index }).quoting(problem);
        }
        CameraError::Silent => Fact::CameraSilent,
        CameraError::Ended => Fact::CameraEnded,
        CameraError::NoPhotos { ref path } => Fact::NoPhotos {
            path: path.display().to_string(),
        },
        CameraError::Path {
            ref path,
            ref source,
        } => return file(path, source),
        CameraError::Photo(ref e) => return of_photo(e),
        ref other => return Said::quoted(other),
    };
    Said::fact(fact)
}

/// Of a photograph of the demonstration camera.
fn of_photo(e: &FrameError) -> Said {
    match e {
        FrameError::Unreadable { path, source } => file(path, source),
        FrameError::InFile { path, problem } => Said::fact(Fact::FileDamaged {
            path: path.display().to_string(),
        })
        .quoting(&problem.to_string()),
        other => Said::quoted(other),
    }
}

fn of_face(e: &FaceError) -> Said {
    let named = |path: &std::path::Path| path.display().to_string();
    Said::fact(match e {
        FaceError::UnknownPack { wanted, installed } => Fact::OtherPack {
            wanted: wanted.to_string(),
            installed: installed
                .iter()
                .map(|(name, id)| format!("{name} ({id})"))
                .collect(),
        },
        FaceError::MixedPacks(one, other) => Fact::OtherPack {
            wanted: one.to_string(),
            installed: vec![other.to_string()],
        },
        FaceError::Pipeline { pack, .. } => Fact::PackNewer { pack: pack.clone() },
        FaceError::MissingFile { path, .. } => Fact::FileAbsent { path: named(path) },
        FaceError::Unreadable { path, source } => return file(path, source),
        FaceError::ChangedFile {
            path,
            expected,
            found,
        } => {
            let path = named(path);
            let hashes = format!("SHA-256 {found} ≠ {expected}");
            return Said::fact(Fact::FileDamaged { path }).quoting(&hashes);
        }
        FaceError::Manifest { path, problem } => {
            let path = named(path);
            return Said::fact(Fact::FileDamaged { path }).quoting(problem);
        }
        // Scan again, says their kind.
        FaceError::NoFrames | FaceError::Degenerate => return Said::default(),
        other => return Said::quoted(other),
    })
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "every_error.rs"]
mod every_error;
