//! Making a wallet, keeping it, bringing it back.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use mien_camera::CameraSpec;

use super::ScanArgs;

/// Arguments of `enrol`.
#[derive(Debug, Args)]
pub struct EnrolArgs {
    /// Two captures that differ in light or place make the template, and a third
    /// the drill; the last camera given serves all that remain
    #[command(flatten)]
    pub scan: ScanArgs,
    /// Use the face alone: the wallet then signs for development networks only
    #[arg(long, conflicts_with = "pin_stdin")]
    pub face_only: bool,
    /// Agree to what the face is used for without being asked
    #[arg(long)]
    pub agree: bool,
    /// What to do about the paper phrase, a way in without the face
    #[arg(long, value_enum, default_value_t = PhraseChoice::Ask)]
    pub phrase: PhraseChoice,
}

/// Whether to make a paper phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PhraseChoice {
    /// Ask
    Ask,
    /// Make one: shown once, three words typed back
    Make,
    /// Refuse it; recorded
    Refuse,
}

/// The recovery kit.
#[derive(Debug, Subcommand)]
pub enum KitCommand {
    /// Write the kit to a file, a QR picture, or both
    Export {
        /// A new file for the kit's bytes, such as wallet.mienkit
        #[arg(long, value_name = "FILE", required_unless_present = "qr")]
        file: Option<PathBuf>,
        /// A new PNG picture of the kit's QR code, to print
        #[arg(long, value_name = "PNG")]
        qr: Option<PathBuf>,
    },
    /// Make the kit's wallet the one of this data directory; `mien drill` or
    /// `mien recover` then proves it
    Import {
        /// Kit file, picture of its QR code, or its text
        kit: PathBuf,
    },
    /// Do without a copy of the kit; nothing reminds of it then
    Refuse {
        /// "I do without a copy"
        words: String,
    },
    /// Say what a kit holds, or draw the QR code of this wallet's kit
    Show {
        /// Kit file, picture or text; without it this wallet's QR code is drawn
        /// on standard error
        kit: Option<PathBuf>,
    },
}

/// Arguments of `recover`.
#[derive(Debug, Args)]
pub struct RecoverArgs {
    /// Kit file, picture of its QR code, or its text
    pub kit: PathBuf,
    /// Use the 24 words of the paper phrase instead of the face, then enrol the
    /// face anew; the words are asked for, or read from standard input
    #[arg(long)]
    pub phrase: bool,
    /// Agree to what the face is used for without being asked
    #[arg(long)]
    pub agree: bool,
    /// How the scan is made
    #[command(flatten)]
    pub scan: ScanArgs,
}

/// Arguments of `renew`.
#[derive(Debug, Args)]
pub struct RenewArgs {
    /// The first capture opens the old helper data, all of them make the new
    #[command(flatten)]
    pub scan: ScanArgs,
    /// Go back to the helper data before the last renewal, while it is kept
    #[arg(long)]
    pub undo: bool,
}

/// The PIN.
#[derive(Debug, Subcommand)]
pub enum PinCommand {
    /// Set a new PIN; with --pin-stdin the first line is the old one (empty for
    /// a face-only wallet) and the second the new one
    Change(ScanArgs),
}

/// Arguments of `publish`.
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// A new file, such as name.mienface
    pub file: PathBuf,
    /// Agree to what publishing gives away without being asked
    #[arg(long)]
    pub agree: bool,
    /// How the scan is made
    #[command(flatten)]
    pub scan: ScanArgs,
}

/// Arguments of `find`.
#[derive(Debug, Args)]
pub struct FindArgs {
    /// The folder with the published files
    #[arg(long, value_name = "DIR")]
    pub records: PathBuf,
    /// As for a scan
    #[arg(long, value_name = "SPEC", default_value = "0")]
    pub camera: CameraSpec,
}

/// Arguments of `forget`.
#[derive(Debug, Args)]
pub struct ForgetArgs {
    /// The first account's address, typed out
    #[arg(long, value_name = "ADDRESS", required_unless_present = "kit")]
    pub address: Option<String>,
    /// A kit that was exported: it is read back, and a drill is made, before
    /// anything is removed
    #[arg(long, value_name = "FILE")]
    pub kit: Option<PathBuf>,
    /// How the drill's scan is made
    #[command(flatten)]
    pub scan: ScanArgs,
}
