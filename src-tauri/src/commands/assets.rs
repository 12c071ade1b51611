//! What the account in use holds, and orders to send of it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use mien_chain::{
    B256, Client, Replacement, Token, TokenKind, U256, format_amount, format_units, parse_address,
    parse_units,
};
use mien_wallet::{Asset, Discovery, SendOrder, SendPlan, Wallet, WalletError};
use tauri::AppHandle;
use tokio::runtime::Handle;

use super::accounts::read_recipient;
use super::{State, connect, current_account, current_network};
use crate::border::{
    AccountView, AllowanceView, AppError, AssetForm, ErrorCode, EstimateView, Fact, FeeLevelView,
    FeeView, NetworkView, NftView, Overview, ReviewKind, SendForm, TokenView,
};
use crate::review::Pending;

/// What the home screen shows.
#[tauri::command]
#[specta::specta]
pub(crate) async fn overview(app: State<'_>) -> Result<Overview, AppError> {
    app.with(|wallet, runtime| {
        let account = current_account(wallet)?;
        let client = connect(wallet, runtime)?;
        let network = client.network();
        runtime.block_on(async {
            let balance = wallet
                .balance(&client, account.address)
                .await
                .map_err(WalletError::from)?;
            let block = client.block_number().await.map_err(WalletError::from)?;
            let tokens = wallet
                .token_balances(&client, account.address, Discovery::Added)
                .await?;
            let warning = wallet.replay_warning(&client).await;
            Ok(Overview {
                network: NetworkView::new(network, &wallet.current_network()?),
                balance: format_amount(balance, network.currency()),
                account: AccountView::new(account.clone(), account.index),
                block,
                warning: warning.as_ref().map(Into::into),
                tokens: tokens.into_iter().map(TokenView::from).collect(),
            })
        })
    })
    .await
}

/// The NFTs of the account in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn nfts(app: State<'_>) -> Result<Vec<NftView>, AppError> {
    app.with(|wallet, runtime| {
        let account = current_account(wallet)?;
        let client = connect(wallet, runtime)?;
        runtime.block_on(async {
            let holdings = wallet.nfts(&client, account.address).await?;
            let details = wallet.nft_details(&client, holdings).await?;
            let mut collections = BTreeMap::new();
            for detail in &details {
                let contract = detail.holding.contract;
                if let Entry::Vacant(unknown) = collections.entry(contract) {
                    unknown.insert(wallet.token(&client, contract).await.ok());
                }
            }
            Ok(details
                .into_iter()
                .map(|detail| {
                    let token = collections.get(&detail.holding.contract);
                    NftView::new(detail, token.and_then(Option::as_ref))
                })
                .collect())
        })
    })
    .await
}

/// Shows a token from now on. Gives its name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn token_add(app: State<'_>, address: String) -> Result<String, AppError> {
    app.with(move |wallet, runtime| {
        let contract = parse_address(address.trim()).map_err(WalletError::from)?;
        let client = connect(wallet, runtime)?;
        let token = runtime.block_on(wallet.add_token(&client, contract))?;
        Ok(token.name)
    })
    .await
}

/// Shows it no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn token_remove(app: State<'_>, address: String) -> Result<(), AppError> {
    app.with(move |wallet, _| {
        let contract = parse_address(address.trim()).map_err(WalletError::from)?;
        Ok(wallet.remove_token(&wallet.current_network()?, contract)?)
    })
    .await
}

/// Prices of gas as the last blocks suggest.
#[tauri::command]
#[specta::specta]
pub(crate) async fn fees(app: State<'_>) -> Result<Vec<FeeView>, AppError> {
    app.with(|wallet, runtime| {
        let client = connect(wallet, runtime)?;
        let choices = runtime.block_on(client.fees()).map_err(WalletError::from)?;
        let levels = [FeeLevelView::Slow, FeeLevelView::Normal, FeeLevelView::Fast];
        Ok(levels
            .into_iter()
            .map(|level| FeeView::new(level, choices.at(level.into())))
            .collect())
    })
    .await
}

/// Who may take tokens of the account in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn allowances(app: State<'_>) -> Result<Vec<AllowanceView>, AppError> {
    app.with(|wallet, runtime| {
        let account = current_account(wallet)?;
        let client = connect(wallet, runtime)?;
        runtime.block_on(async {
            let mut views = Vec::new();
            for allowance in wallet.allowances(&client, account.address).await? {
                let token = wallet.token(&client, allowance.token).await?;
                let unlimited = allowance.amount >= U256::MAX >> 1;
                views.push(AllowanceView {
                    token: allowance.token.to_string(),
                    amount: format!(
                        "{} {}",
                        format_units(allowance.amount, token.decimals),
                        token.symbol
                    ),
                    symbol: token.symbol,
                    spender: allowance.spender.to_string(),
                    spender_name: wallet.called(allowance.spender)?.map(Into::into),
                    unlimited,
                });
            }
            Ok(views)
        })
    })
    .await
}

/// Makes a review of sending something.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prepare_send(
    app: State<'_>,
    window: AppHandle,
    form: SendForm,
) -> Result<String, AppError> {
    prepare(&app, &window, ReviewKind::Send, move |wallet, runtime| {
        let (client, order) = ordered(wallet, runtime, &form)?;
        Ok(runtime.block_on(wallet.prepare_send(client.network(), &order))?)
    })
    .await
}

/// What sending something would take, by the node's own estimate.
#[tauri::command]
#[specta::specta]
pub(crate) async fn estimate_send(
    app: State<'_>,
    form: SendForm,
) -> Result<EstimateView, AppError> {
    app.with(move |wallet, runtime| {
        let (client, order) = ordered(wallet, runtime, &form)?;
        let network = client.network();
        let estimate = runtime.block_on(wallet.estimate_send(network, &order))?;
        Ok(EstimateView::new(&estimate, network.currency()))
    })
    .await
}

fn ordered(
    wallet: &Wallet,
    runtime: &Handle,
    form: &SendForm,
) -> Result<(Client, SendOrder), AppError> {
    let fee = form.fee.wish()?;
    let to = read_recipient(wallet, &form.to)?;
    let to = parse_address(&to.address).map_err(WalletError::from)?;
    let client = connect(wallet, runtime)?;
    let asset = asset(wallet, runtime, &client, &form.asset)?;
    let amount = asset.amount(&form.amount, client.network().currency())?;
    let order = SendOrder {
        account: current_account(wallet)?.index,
        to,
        asset,
        amount,
        fee,
    };
    Ok((client, order))
}

/// Makes a review of sending a waiting transaction again at a better price.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prepare_speed_up(
    app: State<'_>,
    window: AppHandle,
    hash: String,
) -> Result<String, AppError> {
    prepare(
        &app,
        &window,
        ReviewKind::SpeedUp,
        move |wallet, runtime| replacement(wallet, runtime, &hash, Replacement::SpeedUp),
    )
    .await
}

/// Makes a review of taking a waiting transaction back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prepare_cancel(
    app: State<'_>,
    window: AppHandle,
    hash: String,
) -> Result<String, AppError> {
    prepare(&app, &window, ReviewKind::Cancel, move |wallet, runtime| {
        replacement(wallet, runtime, &hash, Replacement::Cancel)
    })
    .await
}

/// Makes a review of ending an allowance.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prepare_revoke(
    app: State<'_>,
    window: AppHandle,
    token: String,
    spender: String,
) -> Result<String, AppError> {
    prepare(&app, &window, ReviewKind::Revoke, move |wallet, runtime| {
        let token = parse_address(&token).map_err(WalletError::from)?;
        let spender = parse_address(&spender).map_err(WalletError::from)?;
        let network = current_network(wallet, runtime)?;
        let account = current_account(wallet)?.index;
        Ok(runtime.block_on(wallet.prepare_revoke(&network, account, token, spender))?)
    })
    .await
}

async fn prepare(
    app: &State<'_>,
    window: &AppHandle,
    kind: ReviewKind,
    plan: impl FnOnce(&Wallet, &Handle) -> Result<SendPlan, AppError> + Send + 'static,
) -> Result<String, AppError> {
    let pending = app
        .with(move |wallet, runtime| {
            let plan = plan(wallet, runtime)?;
            Pending::transaction(wallet, runtime, kind, plan)
        })
        .await?;
    app.show(window, pending)
}

fn replacement(
    wallet: &Wallet,
    runtime: &Handle,
    hash: &str,
    how: Replacement,
) -> Result<SendPlan, AppError> {
    let hash: B256 = hash
        .parse()
        .map_err(|_| AppError::because(ErrorCode::WrongInput, typed(hash)))?;
    let network = current_network(wallet, runtime)?;
    Ok(runtime.block_on(wallet.prepare_replacement(&network, hash, how))?)
}

fn typed(text: &str) -> Fact {
    Fact::Typed {
        text: text.to_owned(),
    }
}

fn asset(
    wallet: &Wallet,
    runtime: &Handle,
    client: &Client,
    form: &AssetForm,
) -> Result<Asset, AppError> {
    let token = |address: &str| -> Result<Token, AppError> {
        let contract = parse_address(address).map_err(WalletError::from)?;
        Ok(runtime.block_on(wallet.token(client, contract))?)
    };
    Ok(match form {
        AssetForm::Coin => Asset::Coin,
        AssetForm::Token { address } => Asset::Token(token(address)?),
        AssetForm::Nft { contract, id } => {
            let token = token(contract)?;
            if token.kind == TokenKind::Erc20 {
                return Err(AppError::because(ErrorCode::WrongInput, Fact::NoPieces));
            }
            let id = parse_units(id, 0).map_err(WalletError::from)?;
            Asset::Nft { token, id }
        }
    })
}
