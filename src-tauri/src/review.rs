//! What waits for a person's consent. The review is made from the very bytes
//! that will be signed; a window can approve or refuse its id, and nothing else.

use std::sync::Arc;

use mien_chain::Network;
use mien_chain::{BalanceChange, Trial, format_units};
use mien_intent::{Decoded, Request, Summary, TypedDataSummary, printable};
use mien_keeper::PinUse;
use mien_wallet::{Account, SendPlan, SignatureKind, Wallet, WalletError};
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder};
use tauri_specta::Event;
use tokio::runtime::Handle;

use crate::app::{App, lock};
use crate::border::{
    AccountView, AppError, CautionView, ChangeLine, Deed, ErrorCode, FieldView, NetworkView,
    Review, ReviewClosed, ReviewEnd, ReviewKind, Weighed, Weight,
};
use crate::camera;

mod read;

/// The label of the window that shows a review.
pub(crate) const WINDOW: &str = "review";

/// Something that waits to be signed.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) review: Review,
    pub(crate) what: What,
}

/// What it is.
#[derive(Debug)]
pub(crate) enum What {
    /// A transaction.
    Transaction(Box<SendPlan>),
    /// A text, typed data, or a document's text.
    Text {
        account: u32,
        kind: SignatureKind,
        content: String,
        network: Network,
    },
}

impl Pending {
    /// A transaction with its review.
    pub(crate) fn transaction(
        wallet: &Wallet,
        runtime: &Handle,
        kind: ReviewKind,
        plan: SendPlan,
    ) -> Result<Self, AppError> {
        let decoded = Decoded::from_request(&plan.request()).map_err(WalletError::from)?;
        let Summary::Transaction(summary) = decoded.summary() else {
            return Err(AppError::broken("a transaction could not be read back"));
        };
        let network = plan.network();
        let from = account_at(wallet, plan.from())?;
        let mut review = blank(wallet, (kind, from), &plan.request(), &decoded, network)?;
        let read = read::read(wallet, &summary, plan.call(), network.currency())?;
        review.deed = Some(read.deed);
        review.to = read.to;
        review.call = read.call;
        review.fee = Some(read::fee(&plan, &summary));
        review.changes = changes(wallet, runtime, &plan);
        review.cautions = weighed(plan.cautions());
        Ok(Self {
            review,
            what: What::Transaction(Box::new(plan)),
        })
    }

    /// A text with its review.
    pub(crate) fn text(
        wallet: &Wallet,
        account: u32,
        kind: SignatureKind,
        content: String,
        network: Network,
    ) -> Result<Self, AppError> {
        let request = kind.request(&content, network.chain_id());
        let decoded = Decoded::from_request(&request).map_err(WalletError::from)?;
        let from = wallet.account(account)?;
        let mut review = blank(wallet, (kind.into(), from), &request, &decoded, &network)?;
        match decoded.summary() {
            Summary::TypedData(data) => typed(wallet, &mut review, &data)?,
            _ => review.text = Some(printable(&content)),
        }
        if kind == SignatureKind::Message
            && let Some(found) = wallet.review_sign_in(account, &content, &network, None)?
        {
            review.domain = Some(found.sign_in.domain);
            review.cautions = weighed(&found.cautions);
        }
        Ok(Self {
            review,
            what: What::Text {
                account,
                kind,
                content,
                network,
            },
        })
    }
}

/// What every review has.
fn blank(
    wallet: &Wallet,
    (kind, from): (ReviewKind, Account),
    request: &Request,
    decoded: &Decoded,
    network: &Network,
) -> Result<Review, AppError> {
    let identity = wallet.proved_identity()?;
    // Said before anyone scans; the keeper decides.
    decoded
        .permitted(identity.scope())
        .map_err(WalletError::from)?;
    let demo = camera::is_demo(&camera::chosen(wallet)?);
    if demo && network.kind() == mien_chain::NetworkKind::Live {
        return Err(AppError::of(ErrorCode::DemoOnly));
    }
    let raw = match request {
        Request::Transaction { unsigned } => unsigned,
        Request::TypedData { json } => json,
        Request::Message { bytes, .. } => bytes,
        _ => return Err(AppError::broken("this cannot be shown")),
    };
    let digest = hex::encode(decoded.signing_hash());
    Ok(Review {
        id: new_id(&digest),
        kind,
        network: NetworkView::new(network, &wallet.current_network()?),
        from: account_view(wallet, from)?,
        deed: None,
        to: None,
        fee: None,
        changes: None,
        cautions: Vec::new(),
        call: None,
        text: None,
        fields: Vec::new(),
        domain: None,
        raw: hex::encode(raw),
        digest,
        pin: identity.status.pin == PinUse::Required,
        demo,
    })
}

/// A name that no other review of this run has, bound to what is signed.
fn new_id(digest: &str) -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("{}-{digest}", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn account_view(wallet: &Wallet, account: Account) -> Result<AccountView, AppError> {
    let current = crate::commands::current_account(wallet)?.index;
    Ok(AccountView::new(account, current))
}

fn account_at(wallet: &Wallet, address: mien_chain::Address) -> Result<Account, AppError> {
    let accounts = wallet.accounts()?;
    accounts
        .into_iter()
        .find(|account| account.address == address)
        .ok_or_else(|| AppError::broken("the account that pays is not listed"))
}

fn typed(wallet: &Wallet, review: &mut Review, data: &TypedDataSummary) -> Result<(), AppError> {
    let parts = [
        data.domain_name.as_deref().map(printable),
        data.domain_version.as_deref().map(printable),
        data.verifying_contract.map(|c| c.to_string()),
    ];
    review.domain =
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")).filter(|d| !d.is_empty());
    review.deed = Some(Deed::TypedData {
        name: printable(&data.primary_type),
    });
    let fields = data.fields.iter().map(|field| {
        Ok(FieldView {
            depth: u32::try_from(field.depth).unwrap_or(u32::MAX),
            name: printable(&field.name),
            type_name: field.type_name.clone(),
            value: printable(&field.value),
            meaning: read::named(wallet, &field.type_name, &field.value)?,
        })
    });
    review.fields = fields.collect::<Result<_, AppError>>()?;
    Ok(())
}

/// The trial's changes; nothing where the node could not say.
fn changes(wallet: &Wallet, runtime: &Handle, plan: &SendPlan) -> Option<Vec<ChangeLine>> {
    let Trial::Changes { changes, .. } = plan.trial() else {
        return None;
    };
    Some(
        changes
            .iter()
            .filter_map(|change| line(wallet, runtime, plan, change))
            .collect(),
    )
}

fn line(
    wallet: &Wallet,
    runtime: &Handle,
    plan: &SendPlan,
    change: &BalanceChange,
) -> Option<ChangeLine> {
    let token = |contract| runtime.block_on(wallet.token(plan.client(), contract)).ok();
    // A contract that does not say what it is, is named by its address alone.
    let (amount, unit, decimals, contract) = match change {
        BalanceChange::Coin { change } => (change, plan.network().currency().to_owned(), 18, None),
        BalanceChange::Erc20 {
            token: contract,
            change,
        } => {
            let (unit, decimals) =
                token(*contract).map_or((String::new(), 0), |t| (printable(&t.symbol), t.decimals));
            (change, unit, decimals, Some(contract))
        }
        BalanceChange::Nft {
            token: contract,
            id,
            change,
        } => {
            let name = token(*contract).map(|t| printable(&t.name));
            let unit = format!("{} #{id}", name.unwrap_or_default());
            (change, unit, 0, Some(contract))
        }
        _ => return None,
    };
    let gain = !amount.is_negative();
    let sign = if gain { '+' } else { '−' };
    let number = format_units(amount.unsigned_abs(), decimals);
    Some(ChangeLine {
        amount: format!("{sign}{number} {unit}").trim_end().to_owned(),
        contract: contract.map(ToString::to_string),
        gain,
    })
}

/// As windows get them, the gravest first.
fn weighed<'a, C: 'a>(cautions: impl IntoIterator<Item = &'a C>) -> Vec<Weighed>
where
    CautionView: From<&'a C>,
{
    let all = cautions.into_iter();
    let mut all: Vec<_> = all.map(|one| Weighed::new(one.into())).collect();
    all.sort_by_key(|one| one.weight != Weight::Grave);
    all
}

impl App {
    /// Makes this the one review, in place of any before, and shows it.
    pub(crate) fn show(&self, window: &AppHandle, pending: Pending) -> Result<String, AppError> {
        self.end_review(window, ReviewEnd::Died);
        let id = pending.review.id.clone();
        *lock(&self.review) = Some(Arc::new(pending));
        open_window(window).map_err(|e| AppError::broken(&e.to_string()))?;
        Ok(id)
    }

    /// The review that waits, if it has this id.
    pub(crate) fn waiting(&self, id: &str) -> Result<Arc<Pending>, AppError> {
        lock(&self.review)
            .clone()
            .filter(|pending| pending.review.id == id)
            .ok_or_else(stale)
    }

    /// The review that waits.
    pub(crate) fn any_waiting(&self) -> Result<Arc<Pending>, AppError> {
        lock(&self.review).clone().ok_or_else(stale)
    }

    /// Ends the review that waits, if any: nothing can approve it any more.
    pub(crate) fn end_review(&self, window: &AppHandle, outcome: ReviewEnd) {
        let ended = lock(&self.review).take();
        if let Some(pending) = ended {
            let id = pending.review.id.clone();
            let _ = ReviewClosed { id, outcome }.emit(window);
        }
        if outcome == ReviewEnd::Died {
            // A scan for it must not go on unseen.
            if let Some(open) = window.get_webview_window(WINDOW) {
                if let Some(scan) = self.running_scan() {
                    scan.cancel();
                }
                let _ = open.destroy();
            }
        }
    }
}

pub(crate) fn stale() -> AppError {
    AppError::of(ErrorCode::StaleReview)
}

fn open_window(app: &AppHandle) -> tauri::Result<()> {
    let page = WebviewUrl::App("index.html?window=review".into());
    let mut window = WebviewWindowBuilder::new(app, WINDOW, page)
        .title("Mien")
        // By its title the window is told apart from the main one, by ear too.
        .on_document_title_changed(|window, title| {
            let _ = window.set_title(&title);
        })
        .inner_size(460.0, 760.0)
        .min_inner_size(360.0, 560.0);
    if let Some(main) = app.get_webview_window(crate::MAIN) {
        window = window.parent(&main)?;
    }
    let window = window.build()?;
    crate::window_camera::prepare(&window)?;
    crate::drawing::prepare(&window)?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        // Closing it is a refusal, of what was not approved yet.
        if let tauri::WindowEvent::Destroyed = event
            && let Some(app) = handle.try_state::<Arc<App>>()
        {
            let running = app.running_scan();
            if let Some(scan) = running {
                scan.cancel();
            }
            app.end_review(&handle, ReviewEnd::Refused);
        }
    });
    Ok(())
}
