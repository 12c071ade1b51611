//! One function for each command.

mod abi;
mod accounts;
mod assets;
mod book;
mod devices;
mod devnet;
mod history;
mod identity;
mod kit;
mod lookup;
mod nfts;
mod send;
mod session;
mod sign;

use clap::CommandFactory;
use mien_chain::Replacement;
use mien_keeper::KeeperCommand;

use crate::args::{Cli, Command};
use crate::context::open_wallet;
use crate::report::Report;

/// Runs the command and prints its report. Ctrl-C stops at the next place where
/// nothing is left half-done.
///
/// # Errors
/// What the command could not do.
pub(crate) async fn run(cli: Cli, keeper: &KeeperCommand) -> anyhow::Result<()> {
    tokio::spawn(async {
        if tokio::signal::ctrl_c().await.is_ok() {
            crate::progress::stop();
        }
    });
    let json = cli.json;
    if let Some(report) = dispatch(cli, keeper).await? {
        report.print(json);
    }
    Ok(())
}

async fn dispatch(cli: Cli, keeper: &KeeperCommand) -> anyhow::Result<Option<Report>> {
    match &cli.command {
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "mien", &mut std::io::stdout());
            return Ok(None);
        }
        Command::Man => {
            clap_mangen::Man::new(Cli::command()).render(&mut std::io::stdout())?;
            return Ok(None);
        }
        Command::Camera(command) => return devices::camera(&cli, keeper, command).map(Some),
        _ => {}
    }
    let wallet = open_wallet(&cli, keeper)?;
    let report = match &cli.command {
        Command::Enrol(args) => identity::enrol(&wallet, args)?,
        Command::Recover(args) => identity::recover(&wallet, args)?,
        Command::Drill(args) => identity::drill(&wallet, args)?,
        Command::Suspend => identity::suspend(&wallet)?,
        Command::Resume(args) => identity::resume(&wallet, args)?,
        Command::Renew(args) => identity::renew(&wallet, args)?,
        Command::Pin(args) => identity::pin(&wallet, args)?,
        Command::Forget(args) => identity::forget(&wallet, args)?,
        Command::Address(args) => accounts::address(&wallet, args)?,
        Command::Accounts(args) => accounts::accounts(&wallet, args)?,
        Command::Balance(args) => accounts::balance(&wallet, args).await?,
        Command::Send(args) => send::send(&wallet, args).await?,
        Command::Session(args) => session::session(&wallet, args, cli.json).await?,
        Command::Sign(command) => sign::sign(&wallet, command).await?,
        Command::Verify(args) => sign::verify(args)?,
        Command::Kit(command) => kit::kit(&wallet, command)?,
        Command::Publish(args) => lookup::publish(&wallet, args)?,
        Command::Find(args) => lookup::find(&wallet, args)?,
        Command::SpeedUp(args) => send::replace(&wallet, args, Replacement::SpeedUp).await?,
        Command::Cancel(args) => send::replace(&wallet, args, Replacement::Cancel).await?,
        Command::Resend(args) => send::resend(&wallet, args).await?,
        Command::Tokens(command) => assets::tokens(&wallet, command).await?,
        Command::Nfts(args) => nfts::nfts(&wallet, args).await?,
        Command::Approvals(command) => assets::approvals(&wallet, command).await?,
        Command::Abi(command) => abi::abi(&wallet, command)?,
        Command::Contacts(command) => book::contacts(&wallet, command)?,
        Command::Watch(command) => book::watch(&wallet, command).await?,
        Command::Network(command) => book::networks(&wallet, command).await?,
        Command::Data => history::data(&wallet)?,
        Command::History(args) => history::history(&wallet, args).await?,
        Command::Devnet(command) => devnet::devnet(&wallet, command).await?,
        Command::Models(_) => devices::models(&wallet)?,
        Command::Camera(_)
        | Command::Completions { .. }
        | Command::Man
        | Command::Keeper { .. } => {
            return Ok(None);
        }
    };
    Ok(Some(report))
}
