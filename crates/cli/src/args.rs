//! The command line: what a person may type.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use mien_camera::CameraSpec;

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
    Balance(BalanceArgs),
    /// Send coins, tokens or an NFT by looking at the camera
    Send(SendArgs),
    /// Send a waiting transaction again at a higher fee
    SpeedUp(ReplaceArgs),
    /// Put nothing in the place of a waiting transaction
    Cancel(ReplaceArgs),
    /// Tokens that an account holds
    #[command(subcommand)]
    Tokens(TokensCommand),
    /// NFTs that an account holds, and what they say of themselves
    Nfts(NftsArgs),
    /// Who may take tokens of an account
    #[command(subcommand)]
    Approvals(ApprovalsCommand),
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

/// Arguments of `balance`.
#[derive(Debug, Args)]
pub struct BalanceArgs {
    /// Which account
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub account: u32,
    /// On which network
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// Arguments of `send`.
#[derive(Debug, Args)]
pub struct SendArgs {
    /// The recipient: an address, or a name from the address book
    #[arg(long, value_name = "ADDRESS|NAME")]
    pub to: String,
    /// How much, such as 0.25, in the network's coin or the token; or `all`
    #[arg(long, value_name = "AMOUNT", required_unless_present = "nft")]
    pub amount: Option<String>,
    /// Send this ERC-20 token instead of the network's coin
    #[arg(long, value_name = "CONTRACT", conflicts_with = "nft")]
    pub token: Option<String>,
    /// Send this NFT (ERC-721 or ERC-1155; --amount says how many of the latter)
    #[arg(long, value_name = "CONTRACT:ID")]
    pub nft: Option<String>,
    /// From which account
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub account: u32,
    /// How soon it should be mined
    #[arg(long, value_enum, default_value_t = Speed::Normal)]
    pub fee: Speed,
    /// The highest price of gas, in gwei, instead of --fee
    #[arg(long, value_name = "GWEI", conflicts_with = "fee")]
    pub max_fee: Option<String>,
    /// The tip in it, in gwei
    #[arg(long, value_name = "GWEI", requires = "max_fee")]
    pub tip: Option<String>,
    /// On which network
    #[command(flatten)]
    pub network: NetworkArgs,
    /// How the scan is made
    #[command(flatten)]
    pub scan: ScanArgs,
    /// Do not ask before the scan
    #[arg(long)]
    pub yes: bool,
}

/// Arguments of `speed-up` and `cancel`.
#[derive(Debug, Args)]
pub struct ReplaceArgs {
    /// The waiting transaction's hash, as in `mien history`
    pub hash: String,
    /// On which network
    #[command(flatten)]
    pub network: NetworkArgs,
    /// How the scan is made
    #[command(flatten)]
    pub scan: ScanArgs,
    /// Do not ask before the scan
    #[arg(long)]
    pub yes: bool,
}

/// Tokens.
#[derive(Debug, Subcommand)]
pub enum TokensCommand {
    /// What an account holds of the tokens that were added
    List {
        /// Also those that it was ever sent, which may be advertising
        #[arg(long)]
        all: bool,
        /// Whose, where
        #[command(flatten)]
        of: BalanceArgs,
    },
    /// Show a token from now on
    Add {
        /// Its contract
        contract: String,
        /// On which network
        #[command(flatten)]
        network: NetworkArgs,
    },
    /// Show a token no longer
    Remove {
        /// Its contract
        contract: String,
        /// On which network
        #[command(flatten)]
        network: NetworkArgs,
    },
}

/// Arguments of `nfts`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct NftsArgs {
    /// Something else than the list
    #[command(subcommand)]
    pub command: Option<NftsCommand>,
    /// Fetch what each says of itself; servers that the tokens' authors chose
    /// learn this device's network address
    #[arg(long)]
    pub details: bool,
    /// Whose, where
    #[command(flatten)]
    pub of: BalanceArgs,
}

/// NFTs.
#[derive(Debug, Subcommand)]
pub enum NftsCommand {
    /// Fetch what one says of itself; a server that its author chose learns this
    /// device's network address
    Show {
        /// Which
        #[arg(value_name = "CONTRACT:ID")]
        nft: String,
        /// Fetch its picture too, into a new file
        #[arg(long, value_name = "FILE")]
        picture: Option<PathBuf>,
        /// On which network
        #[command(flatten)]
        network: NetworkArgs,
    },
    /// Say or choose the web server that fetches ipfs:// addresses; it sees
    /// which tokens are looked at
    Gateway {
        /// Its address, such as https://HOST
        url: Option<String>,
        /// Use none any more
        #[arg(long, conflicts_with = "url")]
        none: bool,
    },
}

/// Allowances.
#[derive(Debug, Subcommand)]
pub enum ApprovalsCommand {
    /// Allowances that still stand
    List(BalanceArgs),
    /// End an allowance
    Revoke {
        /// The token's contract
        token: String,
        /// Who may take it
        spender: String,
        /// From which account
        #[arg(long, default_value_t = 0, value_name = "N")]
        account: u32,
        /// On which network
        #[command(flatten)]
        network: NetworkArgs,
        /// How the scan is made
        #[command(flatten)]
        scan: ScanArgs,
        /// Do not ask before the scan
        #[arg(long)]
        yes: bool,
    },
}

/// The address book.
#[derive(Debug, Subcommand)]
pub enum ContactsCommand {
    /// List it
    List,
    /// Add someone; a name that is taken is never given another address
    Add {
        /// The name
        name: String,
        /// The address, checksum included
        address: String,
        /// Anything you want to remember
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Remove someone
    Remove {
        /// The name
        name: String,
    },
}

/// Watched addresses.
#[derive(Debug, Subcommand)]
pub enum WatchCommand {
    /// List them, with what they hold where the network answers
    List(NetworkArgs),
    /// Watch an address
    Add {
        /// The address
        address: String,
        /// What you call it
        #[arg(long, default_value = "")]
        label: String,
    },
    /// Watch it no longer
    Remove {
        /// The address
        address: String,
    },
}

/// Networks.
#[derive(Debug, Subcommand)]
pub enum NetworkCommand {
    /// List them; the chosen one is marked
    List,
    /// Use this network unless another is named
    Use {
        /// Its name
        name: String,
    },
    /// Add a network, or say which node to ask for one that is known; the
    /// node's chain id is checked
    Add {
        /// Its name
        name: String,
        /// The node's URL
        #[arg(long, value_name = "URL")]
        rpc_url: String,
        /// Its chain id; not needed for a network that is known
        #[arg(long, value_name = "ID")]
        chain_id: Option<u64>,
        /// The coin's symbol
        #[arg(long, value_name = "SYMBOL")]
        currency: Option<String>,
        /// A block explorer's address
        #[arg(long, value_name = "URL")]
        explorer: Option<String>,
    },
    /// Remove a network that was added, or what was changed about a known one
    Remove {
        /// Its name
        name: String,
    },
}

/// Fee choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Speed {
    /// Cheap
    Slow,
    /// As most do
    Normal,
    /// In the next blocks
    Fast,
}

/// What can be signed apart from transactions.
#[derive(Debug, Subcommand)]
pub enum SignCommand {
    /// A text (EIP-191)
    Message {
        /// The text, or - for standard input
        text: String,
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

/// The local test network.
#[derive(Debug, Subcommand)]
pub enum DevnetCommand {
    /// Start anvil in the background, with state kept between runs
    Start {
        /// Port on the loopback interface; 0 for a free one
        #[arg(long, default_value_t = 8545)]
        port: u16,
    },
    /// Stop it
    Stop,
    /// Say whether it runs
    Status,
    /// Deploy test tokens (ERC-20, ERC-721, ERC-1155) and mint some of each
    Seed {
        /// To whom; this wallet's first account if not said
        address: Option<String>,
    },
    /// Mine empty blocks
    Mine {
        /// How many
        #[arg(default_value_t = 1)]
        blocks: u64,
    },
    /// Remember the present state; prints its number
    Snapshot,
    /// Go back to a remembered state
    Revert {
        /// Its number, as `mien devnet snapshot` printed it
        snapshot: String,
    },
    /// Move the clock forward
    Time {
        /// By how much, such as 90s or 2h
        forward: humantime::Duration,
    },
    /// Give an address test coins
    Fund {
        /// Whom; this wallet's first account if not said
        address: Option<String>,
        /// How much
        #[arg(long, default_value = "10")]
        amount: String,
    },
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
