//! The vectors of `spec/vectors/sketch`, one named test each.

#![allow(clippy::unwrap_used, clippy::panic)]

use core::convert::Infallible;
use std::path::PathBuf;

use rand_core::{TryCryptoRng, TryRng};
use serde_json::Value;

use crate::bits::{self, Row};
use crate::polar::PolarCode;
use crate::{Params, Secret, Sketch, SketchError, rotation::Rotation};

/// Declares one test a vector and the list of their names.
macro_rules! vectors {
    ($($name:ident,)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        /// Apart, so that no vector's name clashes with a helper's.
        mod named {
            $(#[test] fn $name() { super::run(stringify!($name)); })*
        }
    };
}

vectors! {
    enrol_n128_k17_r4,
    enrol_n128_k32_r8,
    enrol_n128_k40_r11,
    enrol_n128_k56_r8,
    enrol_n256_k16_r16,
    enrol_n256_k48_r6,
    enrol_n512_k245_r11,
    enrol_n512_k64_r8,
    enrol_zero_coordinates,
    flip_angle_high,
    flip_angle_low,
    flip_k_in_range,
    flip_k_out_of_range,
    flip_list,
    flip_n_high,
    flip_n_low,
    flip_offset_first,
    flip_offset_last,
    flip_offset_many,
    flip_r,
    flip_rho_first,
    flip_rho_last,
    flip_version,
    longer_n,
    mask,
    mask_empty,
    mask_long,
    mask_short,
    one_byte_more,
    open_false_candidate,
    open_far,
    open_long_probe,
    open_masked,
    open_near_30,
    open_near_n256,
    open_near_n512,
    open_opposite,
    open_padded_probe,
    open_short_probe,
    open_template_n128_k17_r4,
    open_template_n128_k32_r8,
    open_template_n128_k40_r11,
    open_template_n128_k56_r8,
    open_template_n256_k16_r16,
    open_template_n256_k48_r6,
    open_template_n512_k245_r11,
    open_template_n512_k64_r8,
    params_angle_0,
    params_angle_1999,
    params_angle_8001,
    params_k_0,
    params_k_15,
    params_k_255,
    params_k_57,
    params_list_0,
    params_list_128,
    params_list_3,
    params_long,
    params_n_0,
    params_n_1024,
    params_n_129,
    params_n_64,
    params_r_0,
    params_r_24,
    params_r_5,
    params_short,
    probe_all_nan,
    probe_empty,
    probe_infinite,
    probe_minus_infinite,
    probe_minus_zero,
    probe_nan,
    probe_one_coordinate,
    probe_too_long,
    probe_zero,
    secret_16,
    secret_17,
    secret_255,
    secret_empty,
    secret_long,
    secret_padding_first,
    secret_padding_last,
    secret_prefix_only,
    secret_short,
    secret_too_few_bits,
    template_all_nan,
    template_empty,
    template_infinite,
    template_minus_infinite,
    template_minus_zero,
    template_nan,
    template_one_coordinate,
    template_too_long,
    template_zero,
    truncated_00,
    truncated_01,
    truncated_05,
    truncated_08,
    truncated_39,
    truncated_40,
    truncated_55,
    twice,
    unmask,
    version_0,
    version_2,
    version_255,
    version_alone,
}

#[test]
fn every_vector_has_a_test() {
    let mut files: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut names = NAMES.to_vec();
    names.sort_unstable();
    assert_eq!(files, names);
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../spec/vectors/sketch")
}

fn run(name: &str) {
    let text = std::fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    let vector: Value = serde_json::from_str(&text).unwrap();
    let (given, expect) = (&vector["given"], &vector["expect"]);
    let result = match vector["operation"].as_str().unwrap() {
        "enrol" => enrol(given, expect),
        "open" => open(given, expect),
        "read_sketch" => Sketch::from_bytes(&bytes(&given["sketch"])).map(|_| ()),
        "read_params" => Params::from_bytes(&bytes(&given["params"])).map(|_| ()),
        "read_secret" => read_secret(given, expect),
        "mask" => mask(given, expect),
        other => panic!("unknown operation {other}"),
    };
    let got = result.as_ref().map_err(error_name).err();
    assert_eq!(got, expect["error"].as_str(), "{result:?}");
}

fn enrol(given: &Value, expect: &Value) -> Result<(), SketchError> {
    let number = |field: &str| given["params"][field].as_u64().unwrap();
    let params = Params::new(
        number("n").try_into().unwrap(),
        number("k").try_into().unwrap(),
        number("r").try_into().unwrap(),
        number("list").try_into().unwrap(),
        number("design_angle_centideg").try_into().unwrap(),
    )?;
    let (rho, secret) = (bytes(&given["rho"]), bytes(&given["secret"]));
    let template = floats(&given["template"]);
    let mut rng = Replay([&rho, &secret[1..]].concat());
    let (sketch, drawn) = Sketch::enrol(&params, &template, &mut rng)?;
    assert!(rng.0.is_empty(), "all bytes are taken, in this order");
    assert_eq!(drawn.as_bytes(), secret);

    let is = |got: &[u8], field: &str| {
        assert_eq!(hex::encode(got), expect[field].as_str().unwrap(), "{field}");
    };
    let rotation = Rotation::new(sketch.rho(), params.len());
    is(rotation.flips(), "keystream");
    let mut signs = Row::default();
    let mut least = f64::INFINITY;
    for (i, &x) in rotation.apply(&template)?.iter().enumerate() {
        bits::raise(&mut signs, i, u64::from(x < 0.0));
        least = least.min(x.abs());
    }
    is(&bits::to_bytes(&signs, params.len()), "signs");
    assert!((least - expect["least_coordinate"].as_f64().unwrap()).abs() < 1e-5);
    let tail: String = params
        .crc()
        .tail(drawn.bits())
        .map(|bit| if bit { '1' } else { '0' })
        .collect();
    assert_eq!(tail, expect["checksum"].as_str().unwrap());
    is(
        &bits::to_bytes(&PolarCode::new(&params).encode(&drawn), params.len()),
        "codeword",
    );
    is(sketch.offset(), "offset");
    is(&sketch.to_bytes(), "sketch");
    assert!(Sketch::from_bytes(&sketch.to_bytes())? == sketch);
    assert!(Sketch::from_parts(params, *sketch.rho(), sketch.offset())? == sketch);
    Ok(())
}

fn open(given: &Value, expect: &Value) -> Result<(), SketchError> {
    let sketch = Sketch::from_bytes(&bytes(&given["sketch"]))?;
    let found = sketch.open(&floats(&given["probe"]))?;
    let want = expect["candidates"].as_array().unwrap();
    assert_eq!(found.len(), want.len());
    for (found, want) in found.iter().zip(want) {
        assert_eq!(found.secret.as_bytes(), bytes(&want["secret"]));
        let metric = want["metric"].as_f64().unwrap();
        assert!(
            (f64::from(found.metric) - metric).abs() < 1e-3,
            "{} {metric}",
            found.metric
        );
    }
    Ok(())
}

fn read_secret(given: &Value, expect: &Value) -> Result<(), SketchError> {
    let raw = bytes(&given["secret"]);
    let secret = Secret::from_bytes(&raw)?;
    assert_eq!(
        u64::from(secret.bit_len()),
        expect["bits"].as_u64().unwrap()
    );
    assert_eq!(secret.as_bytes(), raw);
    Ok(())
}

fn mask(given: &Value, expect: &Value) -> Result<(), SketchError> {
    let masked =
        Sketch::from_bytes(&bytes(&given["sketch"]))?.masked(&bytes(&given["keystream"]))?;
    assert_eq!(
        hex::encode(masked.to_bytes()),
        expect["sketch"].as_str().unwrap()
    );
    Ok(())
}

/// The names that the vectors use for errors.
fn error_name(error: &SketchError) -> &'static str {
    match error {
        SketchError::CodeLength { .. } => "code-length",
        SketchError::ChecksumBits { .. } => "checksum-bits",
        SketchError::SecretBits { .. } => "secret-bits",
        SketchError::ListSize { .. } => "list-size",
        SketchError::DesignAngle { .. } => "design-angle",
        SketchError::Dimension { .. } => "dimension",
        SketchError::NotFinite { .. } => "not-finite",
        SketchError::ZeroVector => "zero-vector",
        SketchError::Version { .. } => "version",
        SketchError::Length { .. } => "length",
        SketchError::MalformedSecret => "malformed-secret",
        other => panic!("no vector expects {other}"),
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

/// IEEE 754 binary32, big-endian.
fn floats(value: &Value) -> Vec<f32> {
    bytes(value)
        .as_chunks::<4>()
        .0
        .iter()
        .map(|&raw| f32::from_be_bytes(raw))
        .collect()
}

/// A random source that hands out given bytes, once.
struct Replay(Vec<u8>);

impl TryRng for Replay {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        panic!("enrolment draws bytes only")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        panic!("enrolment draws bytes only")
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        let rest = self.0.split_off(dst.len());
        dst.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}

impl TryCryptoRng for Replay {}
