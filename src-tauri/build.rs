//! Makes a permission of every command, and prepares the app's resources.

use std::path::Path;

mod permitted {
    include!("src/permitted.rs");
}

fn main() {
    println!("cargo::rerun-if-changed=src/permitted.rs");
    let page = Path::new("../ui/dist/index.html");
    println!("cargo::rerun-if-changed={}", page.display());
    if !page.exists() {
        println!("cargo::error=the window's pages are not built yet: run `make ui` first");
        return;
    }
    let commands: Vec<&str> = [permitted::BOTH, permitted::REVIEW, permitted::MAIN].concat();
    let manifest = tauri_build::AppManifest::new().commands(commands.leak());
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(e) = tauri_build::try_build(attributes) {
        println!("cargo::error={e:#}");
    }
}
