//! Pictures of NFTs, on their way into a window. The window has no network; it
//! asks for `picture://localhost/CONTRACT/ID`, and gets what the wallet fetched
//! within its limits. An SVG crosses as a picture under a policy that lets no
//! script run and nothing be loaded.

use std::borrow::Cow;
use std::sync::Arc;

use mien_chain::{Picture, parse_address};
use mien_wallet::WalletError;
use tauri::http::{Response, StatusCode, header};
use tauri::{AppHandle, Manager, UriSchemeResponder};

use crate::app::App;
use crate::border::AppError;

/// The name of the scheme.
pub(crate) const SCHEME: &str = "picture";

/// What an SVG may do: be drawn.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

type Body = Response<Cow<'static, [u8]>>;

/// Answers a request in its own time.
pub(crate) fn answer(app: &AppHandle, path: &str, responder: UriSchemeResponder) {
    let app = Arc::clone(&app.state::<Arc<App>>());
    let path = path.to_owned();
    tauri::async_runtime::spawn(async move {
        let found = fetch(&app, path).await;
        responder.respond(found.map_or_else(|_| nothing(), |picture| shown(&picture)));
    });
}

async fn fetch(app: &Arc<App>, path: String) -> Result<Picture, AppError> {
    app.with(move |wallet, runtime| {
        let (contract, id) = which(&path).ok_or_else(|| AppError::broken("no such picture"))?;
        let contract = parse_address(&contract).map_err(WalletError::from)?;
        let id = mien_chain::parse_units(&id, 0).map_err(WalletError::from)?;
        runtime.block_on(async {
            let network = wallet.network(&wallet.current_network()?, None).await?;
            let client = wallet.connect(&network).await.map_err(WalletError::from)?;
            let token = wallet.token(&client, contract).await?;
            let metadata = wallet.nft_metadata(&client, &token, id).await?;
            Ok(wallet.nft_picture(&metadata).await?)
        })
    })
    .await
}

/// Contract and id of a request's path, which may be percent-encoded.
fn which(path: &str) -> Option<(String, String)> {
    let path = path.trim_start_matches('/').replace("%2F", "/");
    let (contract, id) = path.split_once('/')?;
    Some((contract.to_owned(), id.to_owned()))
}

fn shown(picture: &Picture) -> Body {
    Response::builder()
        .header(header::CONTENT_TYPE, picture.kind().media_type())
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(Cow::Owned(picture.bytes().to_vec()))
        .unwrap_or_default()
}

fn nothing() -> Body {
    Response::builder()
        .status(StatusCode::NOT_FOUND)
        .body(Cow::Borrowed(&[][..]))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_contract_and_id() {
        let found = Some(("0xab".to_owned(), "12".to_owned()));
        assert_eq!(which("/0xab/12"), found);
        assert_eq!(which("/0xab%2F12"), found);
        assert_eq!(which("/0xab"), None);
    }

    #[test]
    fn a_picture_cannot_run_anything() {
        let mut svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>".to_vec();
        svg.resize(200, b' ');
        let answer = shown(&Picture::from_bytes(svg).unwrap());
        let policy = answer
            .headers()
            .get(header::CONTENT_SECURITY_POLICY)
            .unwrap();
        assert!(policy.to_str().unwrap().contains("sandbox"));
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/svg+xml");
    }
}
