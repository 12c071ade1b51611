//! The command line: what a person may type.

mod abi;
mod book;
mod chain;
mod identity;
mod session;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use mien_camera::CameraSpec;

pub use abi::AbiCommand;
pub use book::{ContactsCommand, NetworkCommand, WatchCommand};
pub use chain::{
    ApprovalsCommand, BalanceCommand, DevnetCommand, NftsArgs, NftsCommand, OrderArgs, ReplaceArgs,
    ResendArgs, SendArgs, Speed, TokensCommand,
};
pub use identity::{
    EnrolArgs, FindArgs, ForgetArgs, KitCommand, PhraseChoice, PinCommand, PublishArgs,
    RecoverArgs, RenewArgs,
};
pub use session::{SessionArgs, SessionCommand, SessionLine};

/// A wallet whose signing key is your face.
///
/// A scan rebuilds one share of the key for one signature. This device keeps
/// public keys and helper data, but no key, no template and no picture.
///
/// Start with `mien devnet start` and `mien enrol`.
#[derive(Debug, Parser)]
#[command(name = "mien", version, max_term_width = 100)]
pub struct Cli {
    /// Where the wallet keeps its data
    #[arg(long, env = "MIEN_HOME", global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Where the model packs are
    #[arg(
        long,
        env = "MIEN_MODELS",
        global = true,
        value_name = "DIR",
        hide = true
    )]
    pub models: Option<PathBuf>,
    /// Print the result as JSON on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What the command can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a wallet from your face
    Enrol(EnrolArgs),
    /// Show an account's address
    Address(AddressArgs),
    /// List accounts, add or name one (needs no scan)
    Accounts(AccountsArgs),
    /// Show what an account holds
    Balance(BalanceCommand),
    /// Send coins, tokens or an NFT by looking at the camera
    Send(SendArgs),
    /// Scan once, then send several times on a local development network
    ///
    /// What is to be done is read from standard input, one command a line; `help`
    /// lists them. Each is shown and carried out without asking. The session ends with `close`, with the input, when its time is
    /// up and with its last signature; in a script also with a command that fails.
    /// With --json each command's result is one line.
    Session(SessionArgs),
    /// Send a waiting transaction again at a higher fee
    SpeedUp(ReplaceArgs),
    /// Put nothing in the place of a waiting transaction
    Cancel(ReplaceArgs),
    /// Hand a signed transaction to the node again that has lost it (needs no scan)
    Resend(ResendArgs),
    /// Tokens that an account holds
    #[command(subcommand)]
    Tokens(TokensCommand),
    /// NFTs that an account holds, and what they say of themselves
    Nfts(NftsArgs),
    /// Who may take tokens of an account
    #[command(subcommand)]
    Approvals(ApprovalsCommand),
    /// ABIs of your own contracts, by which calls are explained
    #[command(subcommand)]
    Abi(AbiCommand),
    /// The address book
    #[command(subcommand)]
    Contacts(ContactsCommand),
    /// Addresses that are watched without a key
    #[command(subcommand)]
    Watch(WatchCommand),
    /// Networks: list, add, choose
    #[command(subcommand)]
    Network(NetworkCommand),
    /// Sign a message, typed data or a document
    #[command(subcommand)]
    Sign(SignCommand),
    /// Check a signature made with `mien sign`
    Verify(VerifyArgs),
    /// Export, inspect or import the recovery kit
    #[command(subcommand)]
    Kit(KitCommand),
    /// Bring a wallet back from its recovery kit and your face
    Recover(RecoverArgs),
    /// Rehearse: scan, sign a drill message, show the margin
    Drill(ScanArgs),
    /// Make new helper data from a new scan; the addresses stay
    Renew(RenewArgs),
    /// Change the PIN; the addresses stay
    #[command(subcommand)]
    Pin(PinCommand),
    /// Write a file with which a face finds this wallet's address
    Publish(PublishArgs),
    /// Say whose wallet it is, of those whose owners published a file
    Find(FindArgs),
    /// Sign nothing until `mien resume`; needs no scan
    Suspend,
    /// Sign again, after a scan
    Resume(ScanArgs),
    /// What happened: scans, signatures, refusals, exports
    History(HistoryArgs),
    /// Everything that is stored about you, in one piece
    Data,
    /// Run a local test network
    #[command(subcommand)]
    Devnet(DevnetCommand),
    /// Cameras of this device
    #[command(subcommand)]
    Camera(CameraCommand),
    /// The face models
    #[command(subcommand)]
    Models(ModelsCommand),
    /// Remove the wallet from this device
    Forget(ForgetArgs),
    /// Print shell completions
    Completions {
        /// For which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
    /// Run the keeper of the helper share (started by the other commands)
    #[command(hide = true)]
    Keeper {
        /// The folder of the helper data
        folder: PathBuf,
    },
}

/// How a scan is made.
#[derive(Debug, Args)]
pub struct ScanArgs {
    /// Where frames come from: a camera's number, or photo:PATH for a
    /// photograph or a folder of them; give it again for further captures
    #[arg(long, value_name = "SPEC", default_value = "0")]
    pub camera: Vec<CameraSpec>,
    /// Read the PIN from the first line of standard input
    #[arg(long)]
    pub pin_stdin: bool,
    /// How many scans to make before giving up; each is counted
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=10))]
    pub tries: u8,
}

/// Arguments of `address`.
#[derive(Debug, Args)]
pub struct AddressArgs {
    /// Which account
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub account: u32,
    /// Draw it as a QR code (EIP-681) as well
    #[arg(long)]
    pub qr: bool,
    /// Ask for this amount of the network's coin in the QR code
    #[arg(long, value_name = "AMOUNT")]
    pub amount: Option<String>,
    /// On which network the amount is asked for
    #[arg(long, value_name = "NAME", requires = "amount")]
    pub network: Option<String>,
}

/// Arguments of `accounts`.
#[derive(Debug, Args)]
pub struct AccountsArgs {
    /// Add the next account
    #[arg(long)]
    pub add: bool,
    /// Name an account: the new one with --add, else the one of --account
    #[arg(long, value_name = "TEXT")]
    pub label: Option<String>,
    /// Which account to name
    #[arg(long, value_name = "N", conflicts_with = "add")]
    pub account: Option<u32>,
}

/// Which network.
#[derive(Debug, Args)]
pub struct NetworkArgs {
    /// The network's name, as in `mien balance --network sepolia`; the one that
    /// `mien network use` chose if not said
    #[arg(long, value_name = "NAME")]
    pub network: Option<String>,
    /// Another RPC URL for it
    #[arg(long, value_name = "URL")]
    pub rpc_url: Option<String>,
}

/// What can be signed apart from transactions.
#[derive(Debug, Subcommand)]
pub enum SignCommand {
    /// A text (EIP-191)
    Message {
        /// The text, or - for the whole of standard input (after the PIN's line,
        /// with --pin-stdin)
        text: String,
        /// The site that you are on, for a text that signs in to one (EIP-4361)
        #[arg(long, value_name = "SITE")]
        domain: Option<String>,
        /// With what
        #[command(flatten)]
        with: SignArgs,
    },
    /// Typed data (EIP-712 v4) from a JSON file
    TypedData {
        /// The JSON file
        file: PathBuf,
        /// With what
        #[command(flatten)]
        with: SignArgs,
    },
    /// A document, by its SHA-256 in an EIP-191 text that names the file
    Document {
        /// The document
        file: PathBuf,
        /// With what
        #[command(flatten)]
        with: SignArgs,
    },
}

/// With which key, where to, how.
#[derive(Debug, Args)]
pub struct SignArgs {
    /// With which account
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub account: u32,
    /// For which network (decides what a face-only wallet may sign)
    #[arg(long, value_name = "NAME")]
    pub network: Option<String>,
    /// Write the signature to a new file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// How the scan is made
    #[command(flatten)]
    pub scan: ScanArgs,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The signature file that `mien sign --out` wrote
    pub signature: PathBuf,
    /// The document it is about, when it is about one
    #[arg(long, value_name = "FILE")]
    pub document: Option<PathBuf>,
}

/// Arguments of `history`.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// At most this many, newest first
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u32,
    /// Only of this kind, such as transaction, scan or kit_export
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Only in this state, such as sent, confirmed or refused
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,
    /// Only on this network
    #[arg(long, value_name = "NAME")]
    pub network: Option<String>,
    /// Do not ask the network's node how transactions ended
    #[arg(long)]
    pub offline: bool,
    /// Print it as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// Cameras.
#[derive(Debug, Subcommand)]
pub enum CameraCommand {
    /// List the cameras of this device
    List,
    /// Say what the wallet thinks of frames from a camera or photographs
    Check {
        /// As for a scan
        #[arg(long, value_name = "SPEC", default_value = "0")]
        camera: CameraSpec,
    },
}

/// Model packs.
#[derive(Debug, Subcommand)]
pub enum ModelsCommand {
    /// Load the model pack and check every file's hash
    Check,
}
