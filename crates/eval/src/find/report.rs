//! The figures as text.

use super::{OPENED, Report};
use crate::markdown::{self, Table};

impl Report {
    /// The report as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let s = &self.settings;
        let mut text = format!(
            "# Look-up among many sketches, pack {}\n\nCalibration of the two folds: {}. Sketch: \
             N = {}, K = {}, r = {}, list {}. {} splits of each design, seed {}. Intervals are \
             95 %, over persons.\n\n## Who is not found\n\n\
             Searches in which somebody else came first, and those in which the right key did not \
             come out of the first {OPENED} sketches.\n\n",
            s.pack,
            s.fit.label(),
            s.point.n,
            s.point.k,
            s.point.r,
            s.point.list,
            s.splits,
            s.seed.0
        );
        text += &self.identification_table();
        text += "## Time on one core\n\n";
        text += &self.timing_table();
        text
    }

    fn identification_table(&self) -> String {
        let mut table = Table::new(&[
            "design",
            "enrolled",
            "of them invented",
            "cosine, not first",
            "one path, not first",
            "best candidate, not first",
            "key not found",
            "keys of wrong persons",
            "keys checked per search",
            "metric of the right sketch: median (95 %)",
            "of the best wrong candidate: median (5 %)",
        ]);
        for i in &self.identification {
            table.row(&[
                i.design.to_string(),
                format!("{:.0}", i.enrolled),
                i.strangers.to_string(),
                i.cosine.show(),
                i.one_path.show(),
                i.full.show(),
                markdown::rate(&i.not_identified),
                i.wrong_person.to_string(),
                format!("{:.2}", i.candidates),
                format!("{:.0} ({:.0})", i.own.0, i.own.1),
                format!("{:.0} ({:.0})", i.other.1, i.other.0),
            ]);
        }
        table.finish()
    }

    fn timing_table(&self) -> String {
        let mut table = Table::new(&[
            "enrolled",
            "sketches a second",
            "opening each",
            "stored templates a second (cosine)",
            "seconds of a search",
        ]);
        for t in &self.timing {
            table.row(&[
                t.enrolled.to_string(),
                format!("{:.0}", t.sketches),
                format!("{:.0}", t.opened),
                format!("{:.1e}", t.cosines),
                format!("{:.3}", t.seconds),
            ]);
        }
        table.finish()
    }
}
