//! The comparison as text.

use super::compare::{Accuracy, Aim, Comparison};
use super::describe::{Description, Leak};
use crate::markdown::{self, Table};
use crate::stats::show;

impl Comparison {
    /// The comparison as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let s = &self.settings;
        let angles: Vec<String> = self
            .angles
            .iter()
            .map(|(design, angle)| format!("{design} {angle:.0}°"))
            .collect();
        let mut text = format!(
            "# Comparison with the field, pack {}\n\nCalibration of the two folds: {}, {} numbers. \
             {} splits of each design, seed {}. Mean angle of a person with themselves: {}. \
             Intervals are 95 %, over persons.\n\n",
            s.pack,
            s.fit.label(),
            self.dimension,
            s.splits,
            s.seed.0,
            angles.join(", ")
        );
        text += &format!(
            "## FNMR at about the same FMR\n\nThe most tolerant setting with an FMR of at most {}.\n\n",
            show(s.fmr)
        );
        text += &self.rates(Aim::Fmr);
        text += &format!("## FNMR with {} key bits\n\n", s.bits);
        text += &self.rates(Aim::Bits);
        text += "## The schemes with the settings of 1v1\n\n";
        text += &described(&self.schemes);
        text += "## Random templates of 512 numbers\n\n";
        text += &described(&self.wide);
        text
    }

    fn rates(&self, aim: Aim) -> String {
        let mut table = Table::new(&["design", "scheme", "setting", "bits", "FNMR", "FMR"]);
        let rows = self.accuracy.iter().filter(|a| a.aim == aim);
        for Accuracy {
            design,
            name,
            setting,
            key_bits,
            misses,
            false_matches,
            ..
        } in rows
        {
            table.row(&[
                design.to_string(),
                name.clone(),
                setting.clone(),
                format!("{key_bits:.0}"),
                markdown::rate(&misses.fnmr),
                markdown::false_matches(false_matches),
            ]);
        }
        table.finish()
    }
}

fn described(rows: &[Description]) -> String {
    let mut table = Table::new(&[
        "scheme",
        "setting",
        "d",
        "tolerance (99 %)",
        "key bits",
        "helper data, bytes",
        "µs to open",
        "cosine from helper data alone (95 %), exact",
        "after an opening",
    ]);
    for row in rows {
        table.row(&[
            row.name.clone(),
            row.setting.clone(),
            row.dimension.to_string(),
            format!("{:.1}°", row.tolerance),
            format!("{:.0}", row.key_bits),
            row.helper_bytes.to_string(),
            format!("{:.1}", row.micros),
            leak(row.from_helper),
            format!("{:.3}", row.after_opening.mean),
        ]);
    }
    table.finish()
}

fn leak(leak: Leak) -> String {
    format!("{:.2} ({:.2}), {}", leak.mean, leak.high, show(leak.exact))
}
