//! Finding a face template in a file. The one of an enrolment is made of frames
//! that nobody has any more, so its very bytes are not known: what is looked for
//! is anything that, read as numbers, points where a template of the same person
//! points.

use mien_face::Template;

/// Closer than this is no accident: strangers stay below 0.7, and 64 random
/// numbers below 0.75 in 10⁹ trials, while photographs of one day reach 0.95.
const LIMIT: f64 = 0.8;

/// Templates to look for.
pub struct Templates(Vec<Vec<f64>>);

impl Templates {
    /// Templates of the person, from the photographs of the enrolment.
    pub fn new(probes: &[Template]) -> Self {
        let numbers = |probe: &Template| probe.as_slice().iter().map(|x| f64::from(*x)).collect();
        Self(probes.iter().map(numbers).collect())
    }

    /// In which form a template is in these bytes, and at which number of it.
    pub fn found_in(&self, bytes: &[u8]) -> Option<(&'static str, usize)> {
        let start = |offset: usize| bytes.get(offset..).unwrap_or_default();
        for offset in 0..8 {
            let found = self
                .among(
                    "f64, little-endian",
                    read(start(offset), f64::from_le_bytes),
                )
                .or_else(|| self.among("f64, big-endian", read(start(offset), f64::from_be_bytes)));
            if found.is_some() {
                return found;
            }
        }
        for offset in 0..4 {
            let little = read(start(offset), f32::from_le_bytes);
            let big = read(start(offset), f32::from_be_bytes);
            let found = self
                .among("f32, little-endian", little.map(f64::from))
                .or_else(|| self.among("f32, big-endian", big.map(f64::from)));
            if found.is_some() {
                return found;
            }
        }
        self.among("bytes", bytes.iter().map(|b| f64::from(b.cast_signed())))
            .or_else(|| {
                self.among(
                    "bytes about 128",
                    bytes.iter().map(|b| f64::from(*b) - 127.5),
                )
            })
            .or_else(|| self.among("text", numbers_in(bytes).into_iter()))
    }

    fn among(
        &self,
        form: &'static str,
        numbers: impl Iterator<Item = f64>,
    ) -> Option<(&'static str, usize)> {
        // Neither noise nor zeros: what no template component can be counts as
        // nothing, so that its neighbours are still looked at.
        let numbers: Vec<f64> = numbers
            .map(|x| if x.abs() < 1e6 { x } else { 0.0 })
            .collect();
        let hit = |window: &[f64], template: &[f64]| cosine(window, template).abs() > LIMIT;
        self.0.iter().find_map(|template| {
            let at = numbers
                .windows(template.len())
                .position(|window| hit(window, template))?;
            Some((form, at))
        })
    }
}

fn read<T, const N: usize>(bytes: &[u8], number: impl Fn([u8; N]) -> T) -> impl Iterator<Item = T> {
    bytes
        .as_chunks::<N>()
        .0
        .iter()
        .map(move |chunk| number(*chunk))
}

/// The numbers written in a text, in their order.
fn numbers_in(bytes: &[u8]) -> Vec<f64> {
    bytes
        .split(|b| !matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'))
        .filter_map(|part| std::str::from_utf8(part).ok()?.parse().ok())
        .collect()
}

fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let length = (dot(a, a) * dot(b, b)).sqrt();
    if length > 0.0 {
        dot(a, b) / length
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A direction and one close to it.
    fn pair() -> (Vec<f64>, Vec<f64>) {
        let template: Vec<f64> = (0..64_u32).map(|i| f64::from(i * 37 % 64) - 31.5).collect();
        let noisy = template.iter().enumerate();
        let other = noisy.map(|(i, x)| x + if i % 2 == 0 { 6.0 } else { -6.0 });
        (template.clone(), other.collect())
    }

    fn with<const N: usize>(numbers: &[f64], write: impl Fn(f64) -> [u8; N]) -> Vec<u8> {
        let mut bytes = b"{\"a\":1,".to_vec();
        bytes.extend(numbers.iter().flat_map(|x| write(*x)));
        bytes.extend([0x33; 50]);
        bytes
    }

    #[test]
    fn a_template_is_found_in_every_form() {
        let (template, other) = pair();
        let templates = Templates(vec![template]);
        #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
        let single = |x: f64| x as f32;
        #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
        let byte = |x: f64| [(x as i8).cast_unsigned()];
        let text: Vec<String> = other.iter().map(|x| format!("{x:.3}")).collect();
        let forms: [(&str, Vec<u8>); 6] = [
            (
                "f32, little-endian",
                with(&other, |x| single(x).to_le_bytes()),
            ),
            ("f32, big-endian", with(&other, |x| single(x).to_be_bytes())),
            ("f64, little-endian", with(&other, f64::to_le_bytes)),
            ("f64, big-endian", with(&other, f64::to_be_bytes)),
            ("bytes", with(&other, byte)),
            ("text", format!("[{}]", text.join(", ")).into_bytes()),
        ];
        for (form, bytes) in forms {
            // The byte of sign and exponent alone points nearly the same way, so
            // that the wrong byte order may find it an offset earlier.
            let found = templates.found_in(&bytes).map(|f| &f.0[..3]);
            assert_eq!(found, Some(&form[..3]));
        }
    }

    #[test]
    fn other_numbers_are_none() {
        let (template, _) = pair();
        let turned: Vec<f64> = template.iter().rev().map(|x| x.abs()).collect();
        let templates = Templates(vec![template]);
        assert_eq!(templates.found_in(&with(&turned, f64::to_le_bytes)), None);
        assert_eq!(templates.found_in(&[0; 4096]), None);
    }
}
