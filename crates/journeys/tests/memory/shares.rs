//! The secrets of a wallet, computed outside the product after the fact: b from
//! the record, f from the record, a photograph and the PIN, and everything that
//! must be nowhere.

use std::path::Path;

use anyhow::{Context, ensure};
use k256::elliptic_curve::PrimeField;
use k256::elliptic_curve::group::GroupEncoding;
use k256::{ProjectivePoint, Scalar};
use mien_camera::CameraSpec;
use mien_face::{Analyzer, Embedder, Pack, Template, Verdict};
use mien_identity::{Pin, PinKey};
use mien_journeys::Photos;
use mien_journeys::watch::Side;
use mien_keeper::Record;
use mien_sketch::Sketch;
use rand::SeedableRng;

use crate::search::{Owner, Secret};

/// Accounts whose keys are looked for.
const ACCOUNTS: u32 = 4;
/// Frames behind a probe.
const FRAMES: usize = 6;

/// Both shares of one generation of helper data.
#[derive(Clone, Copy)]
pub struct Shares {
    /// f, or the paper phrase's w.
    pub face: Scalar,
    /// b, or b_w.
    pub helper: Scalar,
}

/// The record in force in a data directory.
pub fn record(home: &Path) -> anyhow::Result<Record> {
    let path = home.join("keeper").join("identity.rec");
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    Ok(Record::from_bytes(&bytes)?)
}

/// A template of the person in a photograph.
pub fn probe(pack: &Pack, photos: &Photos, name: &str) -> anyhow::Result<Template> {
    let rng = rand::rngs::StdRng::from_seed([3; 32]);
    let spec = CameraSpec::Photo(photos.path(name));
    let mut source = mien_camera::open(&spec, 10 * FRAMES, rng)?;
    let (mut analyzer, mut embedder) = (Analyzer::new(pack), Embedder::new(pack));
    let mut embeddings = Vec::new();
    while embeddings.len() < FRAMES {
        let frame = source.next_frame()?;
        let analysis = analyzer.analyze(&frame)?;
        if let (Verdict::Good, Some(face)) = (analysis.verdict, analysis.face) {
            embeddings.push(embedder.embed(&frame, &face)?);
        }
    }
    Ok(Template::average(&embeddings)?)
}

/// The shares behind a record: opens its sketch with the probes and the PIN,
/// and takes the candidate for which f·G + b·G = P.
pub fn shares(record: &Record, probes: &[Template], pin: &str) -> anyhow::Result<Shares> {
    let helper = &record.helper;
    let stored = &helper.sketch;
    let params = stored.validate()?;
    let pin_key = PinKey::new(Some(&Pin::new(pin)?), &stored.salt_pin, stored.argon2)?;
    let mask = pin_key.offset_mask(stored.masked_offset.len())?;
    let sketch = Sketch::from_parts(params, stored.rho, &stored.masked_offset)?.masked(&mask)?;
    let helper_share = scalar(&helper.share.to_bytes())?;
    for probe in probes {
        for candidate in sketch.open(probe.as_slice())? {
            let face = pin_key.face_share(candidate.secret.as_bytes(), &stored.salt_share)?;
            let shares = Shares {
                face: scalar(&face.to_bytes())?,
                helper: helper_share,
            };
            if shares.complete(record) {
                return Ok(shares);
            }
        }
    }
    anyhow::bail!("no photograph opens the sketch; the test cannot know what to look for")
}

/// The shares behind a paper phrase.
pub fn phrase_shares(record: &Record, words: &[String]) -> anyhow::Result<Shares> {
    let entropy = bip39::Mnemonic::parse_normalized(&words.join(" "))
        .map_err(|e| anyhow::anyhow!("{e}"))?
        .to_entropy();
    let helper = record.helper.phrase_share.as_ref().context("no b_w")?;
    let shares = Shares {
        face: scalar(entropy.as_slice().try_into()?)?,
        helper: scalar(&helper.to_bytes())?,
    };
    ensure!(shares.complete(record), "w·G + b_w·G is not P");
    Ok(shares)
}

impl Shares {
    /// Whether they add up to the joint key.
    fn complete(&self, record: &Record) -> bool {
        is_key(&(self.face + self.helper), record.helper.key.public_key())
    }
}

/// A wallet's private keys, which are nowhere but here, and the tweaks by which
/// the accounts differ from the joint key.
pub struct Keys {
    joint: Scalar,
    tweaks: Vec<Scalar>,
}

impl Keys {
    /// p = f + b and p + tᵢ, checked against the public keys.
    pub fn new(record: &Record, shares: &Shares) -> anyhow::Result<Self> {
        let joint = shares.face + shares.helper;
        let tweaks = (0..ACCOUNTS)
            .map(|i| {
                let child = record.helper.key.child(i)?;
                let tweak = scalar(&child.tweak())?;
                ensure!(is_key(&(joint + tweak), child.public_key()), "account {i}");
                Ok(tweak)
            })
            .collect::<anyhow::Result<_>>()?;
        Ok(Self { joint, tweaks })
    }

    /// Every number that tells a private key: each key, its half (so it would
    /// enter the signing protocol) and its negative.
    pub fn secrets(&self) -> Vec<Secret> {
        let mut all = forms("p", self.joint, Owner::Nobody);
        for (i, tweak) in self.tweaks.iter().enumerate() {
            all.extend(forms(&format!("p{i}"), self.joint + tweak, Owner::Nobody));
        }
        all
    }

    /// Everything that tells one of these shares, with `mark` added to its name.
    pub fn share_secrets(&self, shares: &Shares, mark: &str) -> Vec<Secret> {
        let mut all = forms(&format!("f{mark}"), shares.face, Owner::Only(Side::Face));
        let keeper = Owner::Only(Side::Keeper);
        all.extend(forms(&format!("b{mark}"), shares.helper, keeper));
        for (i, tweak) in self.tweaks.iter().enumerate() {
            let name = format!("(b{mark}+t{i})");
            all.extend(forms(&name, shares.helper + tweak, keeper));
        }
        all
    }
}

/// x, x/2 and −x.
fn forms(name: &str, x: Scalar, owner: Owner) -> Vec<Secret> {
    let secret = |name: String, value| Secret { name, value, owner };
    vec![
        secret(name.to_owned(), x),
        secret(format!("{name}/2"), x * Scalar::TWO_INV),
        secret(format!("-{name}"), -x),
    ]
}

fn scalar(bytes: &[u8; 32]) -> anyhow::Result<Scalar> {
    Scalar::from_repr((*bytes).into())
        .into_option()
        .context("not a scalar")
}

fn is_key(private: &Scalar, public: &mien_cosign::PublicKey) -> bool {
    (ProjectivePoint::GENERATOR * private).to_bytes()[..] == public.to_bytes()
}
