//! Packs as files: vectors of `spec/pack.md`, and what loading refuses.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};

use mien_face::{Calibration, FaceError, Occlusion, Pack, PackId};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn vectors(name: &str) -> Vec<Value> {
    let path = root().join("spec/vectors/pack").join(name);
    let file: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

/// A models folder with one manifest.
fn folder(name: &str, manifest: &Value) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let packs = folder.path().join("packs");
    fs::create_dir(&packs).unwrap();
    let text = serde_json::to_string(manifest).unwrap();
    fs::write(packs.join(format!("{name}.json")), text).unwrap();
    folder
}

/// The default pack in a folder of its own, with copies of its files.
fn copied() -> Option<(tempfile::TempDir, Value)> {
    let models = root().join("models");
    if !models.join("node_modules").is_dir() {
        println!("skipped: models not installed (run `npm ci` in models)");
        return None;
    }
    let text = fs::read(models.join("packs/mobilefacenet-1.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&text).unwrap();
    let folder = folder("mobilefacenet-1", &manifest);
    for path in paths(&manifest) {
        let to = folder.path().join(&path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(models.join(&path), to).unwrap();
    }
    Some((folder, manifest))
}

/// Every file that a manifest names.
fn paths(manifest: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for role in ["detector", "landmarks", "iris", "embedder"] {
        for file in manifest[role]["files"].as_array().unwrap() {
            found.push(file["path"].as_str().unwrap().to_owned());
        }
    }
    for file in ["calibration", "occlusion"] {
        found.extend(manifest[file]["path"].as_str().map(str::to_owned));
    }
    found
}

#[test]
fn ids_are_those_of_the_vectors() {
    for vector in vectors("id.json") {
        let folder = folder("x", &vector["manifest"]);
        let installed = Pack::installed(folder.path()).unwrap();
        let wanted: PackId = vector["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(installed[0].id, wanted, "{}", vector["name"]);
        assert_eq!(PackId::from_bytes(wanted.to_bytes()), wanted);
    }
}

#[test]
fn calibrations_are_read_as_the_vectors_say() {
    for vector in vectors("calibration.json") {
        let name = &vector["name"];
        let bytes = hex::decode(vector["hex"].as_str().unwrap()).unwrap();
        let read = Calibration::parse(&bytes);
        if vector["error"] == true {
            assert!(read.is_err(), "{name}");
            continue;
        }
        let numbers =
            |key: &str| -> Vec<f32> { serde_json::from_value(vector[key].clone()).unwrap() };
        let read = read.unwrap();
        assert_eq!(
            read.apply(&numbers("embedding")),
            numbers("result"),
            "{name}"
        );
        assert_eq!(read.to_bytes().unwrap(), bytes, "{name}");
    }
}

#[test]
fn occlusion_files_are_read_as_the_vectors_say() {
    for vector in vectors("occlusion.json") {
        let name = &vector["name"];
        let bytes = hex::decode(vector["hex"].as_str().unwrap()).unwrap();
        let read = Occlusion::parse(&bytes);
        if vector["error"] == true {
            assert!(read.is_err(), "{name}");
            continue;
        }
        let layer: Vec<f32> = serde_json::from_value(vector["layer"].clone()).unwrap();
        let result: [f64; 2] = serde_json::from_value(vector["result"].clone()).unwrap();
        let read = read.unwrap();
        let hidden = read.weigh(&layer).unwrap();
        assert!((hidden.eyes - result[0]).abs() < 1e-12, "{name}");
        assert!((hidden.mouth - result[1]).abs() < 1e-12, "{name}");
        assert_eq!(read.to_bytes(), bytes, "{name}");
        assert!(read.weigh(&layer[1..]).is_err(), "{name}");
    }
}

#[test]
fn a_whole_pack_loads_and_is_found_by_its_id() {
    let Some((folder, _)) = copied() else { return };
    let pack = Pack::load(folder.path()).unwrap();
    assert_eq!(pack.raw_dimension(), 192);
    let again = Pack::find(folder.path(), pack.id()).unwrap();
    assert_eq!(again.id(), pack.id());
}

/// Loads after a change to each file in turn, and gives the error of each.
fn broken(change: impl Fn(&Path, &[u8])) -> Option<Vec<(String, FaceError)>> {
    let (folder, manifest) = copied()?;
    let mut errors = Vec::new();
    for path in paths(&manifest) {
        let file = folder.path().join(&path);
        let whole = fs::read(&file).unwrap();
        change(&file, &whole);
        let name = path.rsplit('/').next().unwrap().to_owned();
        errors.push((name, Pack::load(folder.path()).unwrap_err()));
        fs::write(&file, whole).unwrap();
    }
    assert!(Pack::load(folder.path()).is_ok());
    assert_eq!(errors.len(), 10);
    Some(errors)
}

#[test]
fn a_changed_file_is_refused_and_named() {
    let changed = broken(|file, whole| {
        let mut changed = whole.to_vec();
        changed[whole.len() / 2] ^= 1;
        fs::write(file, changed).unwrap();
    });
    for (name, error) in changed.unwrap_or_default() {
        assert!(matches!(error, FaceError::ChangedFile { .. }), "{error}");
        assert!(error.to_string().contains(&name), "{error}");
    }
}

#[test]
fn a_truncated_file_is_refused_and_named() {
    let cut = broken(|file, whole| fs::write(file, &whole[..whole.len() - 1]).unwrap());
    for (name, error) in cut.unwrap_or_default() {
        assert!(matches!(error, FaceError::ChangedFile { .. }), "{error}");
        assert!(error.to_string().contains(&name), "{error}");
    }
}

#[test]
fn a_missing_file_says_where_to_get_it() {
    let missing = broken(|file, _| fs::remove_file(file).unwrap());
    for (name, error) in missing.unwrap_or_default() {
        assert!(matches!(error, FaceError::MissingFile { .. }), "{error}");
        let message = error.to_string();
        assert!(message.contains(&name), "{message}");
        assert!(message.contains("npm ci"), "{message}");
    }
}

#[test]
fn an_unknown_pack_names_both_and_says_what_to_do() {
    let vector = &vectors("id.json")[0];
    let folder = folder("example", &vector["manifest"]);
    let wanted = PackId::from_bytes([7; 32]);
    let message = Pack::find(folder.path(), wanted).unwrap_err().to_string();
    assert!(message.contains("0707070707070707"), "{message}");
    assert!(message.contains("example ("), "{message}");
    assert!(message.contains("models add"), "{message}");
    let nothing = tempfile::tempdir().unwrap();
    let message = Pack::find(nothing.path(), wanted).unwrap_err().to_string();
    assert!(message.contains("none"), "{message}");
}

#[test]
fn manifests_that_are_not_understood_are_refused() {
    let plain = vectors("id.json")[0]["manifest"].clone();
    let refused = |change: fn(&mut Value)| {
        let mut manifest = plain.clone();
        change(&mut manifest);
        let folder = folder("x", &manifest);
        Pack::load_named(folder.path(), "x").unwrap_err()
    };
    let is_manifest = |e: FaceError| assert!(matches!(e, FaceError::Manifest { .. }), "{e}");
    is_manifest(refused(|m| m["format"] = 2.into()));
    is_manifest(refused(|m| m["surprise"] = 1.into()));
    is_manifest(refused(|m| m["iris"]["kind"] = "pickle".into()));
    is_manifest(refused(|m| m["iris"]["input"]["deviation"][1] = 0.into()));
    is_manifest(refused(|m| m["iris"]["files"][0]["sha256"] = "abcd".into()));
    is_manifest(refused(|m| m["embedder"] = Value::Null));
    is_manifest(refused(|m| {
        m["occlusion"] = serde_json::json!({ "path": "e.occ" });
    }));
    let error = refused(|m| m["pipeline"] = 9.into());
    assert!(
        matches!(error, FaceError::Pipeline { wanted: 9, .. }),
        "{error}"
    );
    // As it stands its files are missing.
    let error = refused(|_| ());
    assert!(matches!(error, FaceError::MissingFile { .. }), "{error}");
}

#[test]
fn packs_are_interchangeable() {
    let models = root().join("models");
    let manifest = models.join("external/foamliu-mobilefacenet.json");
    if !root().join("../shared/packs").is_dir() {
        println!("skipped: external pack (../shared not present)");
        return;
    }
    if !models.join("node_modules").is_dir() {
        println!("skipped: models not installed (run `npm ci` in models)");
        return;
    }
    let other = Pack::load_manifest(&models, &manifest).unwrap();
    assert_eq!(other.raw_dimension(), 128);
    assert_eq!(other.name(), "foamliu-mobilefacenet");
    assert_ne!(other.id(), Pack::load(&models).unwrap().id());
}
