//! Tables in Markdown.

use crate::rates::FalseMatches;
use crate::stats::{OperatingPoint, Rate, show};

/// A table under construction.
pub struct Table {
    text: String,
}

impl Table {
    /// A table with these headings.
    #[must_use]
    pub fn new(headings: &[&str]) -> Self {
        let rule = vec!["---"; headings.len()].join(" | ");
        Self {
            text: format!("| {} |\n| {rule} |\n", headings.join(" | ")),
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) {
        self.text.push_str("| ");
        self.text.push_str(&cells.join(" | "));
        self.text.push_str(" |\n");
    }

    /// The table, with an empty line after it.
    #[must_use]
    pub fn finish(self) -> String {
        self.text + "\n"
    }
}

/// A rate with its bounds and what it rests on.
#[must_use]
pub fn rate(rate: &Rate) -> String {
    format!(
        "{} ({} persons, {} comparisons)",
        rate.show(),
        rate.persons,
        rate.comparisons
    )
}

/// An operating point; what the number of persons cannot show is not a figure.
#[must_use]
pub fn operating_point(point: &OperatingPoint) -> String {
    match &point.fnmr {
        Some(fnmr) => fnmr.show(),
        None => format!("not resolvable ({} pairs)", point.false_pairs),
    }
}

/// A false match rate of the sketch. Where nothing opened there is no figure,
/// only the bound that the persons give.
#[must_use]
pub fn false_matches(f: &FalseMatches) -> String {
    if f.opened == 0 {
        format!(
            "none of {} (≤ {} by {} persons, ≤ {} if pairs were independent)",
            f.fmr.comparisons,
            show(f.fmr.bounds.high),
            f.fmr.persons,
            show(f.pairs_as_independent.high)
        )
    } else {
        format!("{} ({} pairs)", f.fmr.show(), f.opened_pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Bounds;

    #[test]
    fn tables_and_cells() {
        let mut table = Table::new(&["a", "b"]);
        table.row(&["1".into(), "2".into()]);
        assert_eq!(table.finish(), "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n");
        let point = OperatingPoint {
            fmr: 1e-6,
            threshold: 0.5,
            false_pairs: 3,
            fnmr: None,
        };
        assert_eq!(operating_point(&point), "not resolvable (3 pairs)");
        let r = Rate {
            rate: 0.0,
            bounds: Bounds {
                low: 0.0,
                high: 0.028,
            },
            persons: 105,
            comparisons: 1000,
        };
        let f = FalseMatches {
            fmr: r,
            scans: 1000,
            opened: 0,
            opened_pairs: 0,
            pairs_as_independent: Bounds {
                low: 0.0,
                high: 0.000_012,
            },
            wrong: 0.1,
        };
        assert_eq!(
            false_matches(&f),
            "none of 1000 (≤ 2.8 % by 105 persons, ≤ 1.2e-5 if pairs were independent)"
        );
    }
}
