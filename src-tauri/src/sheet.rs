//! The recovery kit on paper.
//!
//! The keeper draws the kit's code into a pipe whose other end is a process of
//! its own, this program with the argument [`SHEET`]; that process shows the
//! sheet with the dialog to print it, and ends with its window. So the kit is
//! never in the app's memory, where faces are scanned, nor in its pages, and on
//! no disk.

use std::fmt::Write as _;
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use mien_chain::Address;
use mien_keeper::PinUse;
use mien_wallet::Wallet;
use tauri::http::{Request, Response, header};
use tauri::webview::PageLoadEvent;
use tauri::{WebviewUrl, WebviewWindowBuilder};
use zeroize::Zeroizing;

use crate::app::App;
use crate::border::{AppError, ErrorCode, Language};

/// The argument that makes this program the sheet.
pub const SHEET: &str = "sheet";
/// Before the path of the sheet's address.
const SCHEME: &str = "sheet";
/// More than any kit's code takes, in bytes.
const LONGEST: u64 = 1 << 20;
/// How often it is looked whether the sheet was closed or the app locked.
const PATIENCE: Duration = Duration::from_millis(100);

/// Shows the sheet until its window is closed or the app is locked.
pub(crate) fn print(app: &App, wallet: &Wallet, language: Language) -> Result<(), AppError> {
    let failed = |e: std::io::Error| AppError {
        detail: Some(e.to_string()),
        ..AppError::of(ErrorCode::Print)
    };
    let identity = wallet.identity()?;
    let pin = match identity.status.pin {
        PinUse::Required => "pin",
        _ => "face",
    };
    let (reader, writer) = std::io::pipe().map_err(failed)?;
    let program = std::env::current_exe().map_err(failed)?;
    let mut sheet = Command::new(program)
        .args([SHEET, language.as_str(), pin])
        .arg(identity.address(0)?.to_string())
        // A driver of the app's window is none of the sheet's.
        .env_remove(crate::AUTOMATION)
        .stdin(Stdio::from(reader))
        .spawn()
        .map_err(failed)?;
    let drawn = wallet.draw_kit_sheet(writer);
    loop {
        let ended = sheet.try_wait().map_err(failed)?;
        if drawn.is_err() || app.locked() {
            // It shows a code that nobody else should see.
            let _ = sheet.kill();
            let _ = sheet.wait();
            break;
        }
        match ended {
            Some(status) if status.success() => break,
            Some(status) => return Err(failed(std::io::Error::other(status.to_string()))),
            None => std::thread::sleep(PATIENCE),
        }
    }
    Ok(drawn?)
}

/// The sheet's own process: reads the code from standard input, and shows it in
/// a window until that is closed. `facts` are language, whether there is a PIN,
/// and the first account's address.
///
/// # Errors
/// What is missing or wrong, in a sentence.
pub fn show(facts: impl Iterator<Item = String>) -> Result<(), String> {
    let facts: Vec<String> = facts.collect();
    let [language, pin, address] = facts.as_slice() else {
        return Err("it shows a recovery kit; print one from Mien's settings".to_owned());
    };
    let language = Language::parse(language).unwrap_or(Language::En);
    let address: Address = address.parse().map_err(|_| "no address was given")?;
    let mut drawn = Zeroizing::new(String::with_capacity(1 << 18));
    let read = std::io::stdin().take(LONGEST).read_to_string(&mut drawn);
    read.map_err(|e| format!("the kit did not come ({e})"))?;
    let page = page(&texts(language), pin == "pin", &address, &drawn)?;
    tauri::Builder::default()
        .register_uri_scheme_protocol(SCHEME, move |_, request| answer(&request, &page))
        .setup(|app| {
            let address = format!("{SCHEME}://localhost/").parse()?;
            WebviewWindowBuilder::new(app, SHEET, WebviewUrl::CustomProtocol(address))
                .title("Mien")
                .inner_size(760.0, 860.0)
                .incognito(true)
                .on_page_load(|window, load| {
                    if load.event() == PageLoadEvent::Finished {
                        // Without a printer the dialog offers a file; who closes
                        // it can open it again from the page.
                        let _ = window.print();
                    }
                })
                .build()?;
            Ok(())
        })
        .run(crate::context())
        .map_err(|e| e.to_string())
}

/// The page, its style and its one button; no other address exists.
fn answer(request: &Request<Vec<u8>>, page: &str) -> Response<Vec<u8>> {
    let (kind, body) = match request.uri().path() {
        "/" => ("text/html; charset=utf-8", page),
        "/sheet.css" => ("text/css", include_str!("sheet.css")),
        "/sheet.js" => ("text/javascript", include_str!("sheet.js")),
        _ => ("text/plain", ""),
    };
    let mut response = Response::new(body.as_bytes().to_vec());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        header::HeaderValue::from_static("default-src 'none'; style-src 'self'; script-src 'self'"),
    );
    response
}

/// What is on the sheet in one language.
struct Texts {
    language: &'static str,
    title: &'static str,
    account: &'static str,
    print: &'static str,
    with_pin: [&'static str; 4],
    face_only: [&'static str; 4],
}

fn texts(language: Language) -> Texts {
    match language {
        Language::En => Texts {
            language: "en",
            title: "Mien recovery kit",
            account: "First account",
            print: "Print",
            with_pin: [
                "With this page, your face and your PIN the wallet comes back on any device.",
                "In Mien, choose “Recover my wallet”, then hold this code to the camera.",
                "Keep it where you keep papers that matter. With it and a photograph of you, only your PIN is in the way.",
                "After a renewal of your face or PIN, print a new page: this one keeps the face and the PIN of its time.",
            ],
            face_only: [
                "With this page and your face the wallet comes back on any device.",
                "In Mien, choose “Recover my wallet”, then hold this code to the camera.",
                "Keep it where you keep papers that matter. This wallet has no PIN: whoever finds the page opens it within about an hour.",
                "After a renewal of your face or PIN, print a new page: this one keeps the face of its time.",
            ],
        },
        Language::Ja => Texts {
            language: "ja",
            title: "Mien 復元キット",
            account: "最初のアカウント",
            print: "印刷",
            with_pin: [
                "この紙と、あなたの顔と PIN があれば、どの端末でもウォレットを復元できます。",
                "Mien で「ウォレットを復元」を選び、このコードをカメラにかざしてください。",
                "大切な書類と同じ場所に保管してください。この紙とあなたの写真があれば、残る守りは PIN だけです。",
                "顔や PIN を更新したら、新しく印刷してください。この紙は当時の顔と PIN で開きます。",
            ],
            face_only: [
                "この紙と、あなたの顔があれば、どの端末でもウォレットを復元できます。",
                "Mien で「ウォレットを復元」を選び、このコードをカメラにかざしてください。",
                "大切な書類と同じ場所に保管してください。PIN がないため、この紙を見つけた人は一時間ほどで開けます。",
                "顔や PIN を更新したら、新しく印刷してください。この紙は当時の顔で開きます。",
            ],
        },
    }
}

/// The sheet as a page. `drawn` is what the keeper draws: the code's side in
/// modules and the `d` of its path, a line each.
fn page(
    texts: &Texts,
    pin: bool,
    address: &Address,
    drawn: &str,
) -> Result<Zeroizing<String>, String> {
    let wrong = || "the kit did not come whole; close this and print it again".to_owned();
    let mut lines = drawn.lines();
    let side: u32 = lines
        .next()
        .and_then(|l| l.parse().ok())
        .ok_or_else(wrong)?;
    let path = lines.next().ok_or_else(wrong)?;
    // Nothing but a path gets into the page.
    let known = |c: char| c.is_ascii_digit() || "Mhvz -".contains(c);
    if path.is_empty() || !path.chars().all(known) || lines.next().is_some() {
        return Err(wrong());
    }
    let mut page = Zeroizing::new(String::with_capacity(path.len() + (1 << 14)));
    // A quiet zone of four modules (ISO/IEC 18004).
    let whole = side + 8;
    let says = if pin { texts.with_pin } else { texts.face_only };
    write!(
        page,
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title>\
         <link rel=\"stylesheet\" href=\"/sheet.css\"><script src=\"/sheet.js\" defer></script></head>\
         <body><button id=\"print\" type=\"button\">{}</button><main><h1>{1}</h1>\
         <svg role=\"img\" aria-label=\"{1}\" viewBox=\"-4 -4 {whole} {whole}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M-4 -4h{whole}v{whole}h-{whole}z\"/><path d=\"{path}\"/></svg>\
         <dl><dt>{}</dt><dd>{address}</dd></dl><ol>",
        texts.language, texts.title, texts.print, texts.account,
    )
    .map_err(|e| e.to_string())?;
    for line in says {
        write!(page, "<li>{line}</li>").map_err(|e| e.to_string())?;
    }
    page.push_str("</ol></main></body></html>");
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(drawn: &str) -> Result<Zeroizing<String>, String> {
        page(&texts(Language::En), true, &Address::ZERO, drawn)
    }

    #[test]
    fn the_code_is_on_the_page_with_its_quiet_zone() {
        let page = sheet("3\nM0 0h1v1h-1zM2 1h1v1h-1z\n").unwrap();
        assert!(page.contains("d=\"M0 0h1v1h-1zM2 1h1v1h-1z\""));
        assert!(page.contains("viewBox=\"-4 -4 11 11\""));
        assert!(page.contains("0x0000000000000000000000000000000000000000"));
    }

    #[test]
    fn a_page_without_a_pin_says_so() {
        let face = page(
            &texts(Language::En),
            false,
            &Address::ZERO,
            "1\nM0 0h1v1h-1z",
        )
        .unwrap();
        assert!(face.contains("no PIN") && !face.contains("your PIN"));
        let japanese = page(
            &texts(Language::Ja),
            true,
            &Address::ZERO,
            "1\nM0 0h1v1h-1z",
        )
        .unwrap();
        assert!(japanese.contains("lang=\"ja\"") && japanese.contains("復元キット"));
    }

    #[test]
    fn what_is_no_code_makes_no_page() {
        for drawn in [
            "",
            "3",
            "3\n",
            "x\nM0 0h1v1h-1z",
            "3\nM0 0h1v1h-1z\"/><script>",
            "3\nM0 0h1v1h-1z\nmore",
        ] {
            assert!(sheet(drawn).is_err(), "{drawn:?}");
        }
    }
}
