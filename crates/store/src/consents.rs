//! What the user agreed to or declined, and to which text.

use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::columns;
use crate::error::StoreError;
use crate::history::UnknownName;
use crate::open::Store;
use crate::time::Timestamp;

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Agreed.
    Given,
    /// Declined.
    Declined,
    /// Agreed before, taken back.
    Withdrawn,
}

impl Decision {
    fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl std::str::FromStr for Decision {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        [Self::Given, Self::Declined, Self::Withdrawn]
            .into_iter()
            .find(|d| d.as_str() == text)
            .ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRecord {
    /// When.
    pub time: Timestamp,
    /// About what, for example `face` or `paper_phrase`.
    pub subject: String,
    /// The version of the text that was shown.
    pub text_version: String,
    /// What was decided.
    pub decision: Decision,
}

/// The consents of a [`Store`]. They are added and never changed.
#[derive(Debug)]
pub struct Consents<'a> {
    store: &'a Store,
}

impl Store {
    /// The consents.
    #[must_use]
    pub fn consents(&self) -> Consents<'_> {
        Consents { store: self }
    }
}

impl Consents<'_> {
    /// Records a decision of this moment.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an empty subject or version, or if the
    /// database cannot be written.
    pub fn record(
        &self,
        subject: &str,
        text_version: &str,
        decision: Decision,
    ) -> Result<(), StoreError> {
        let subject = columns::checked_name("the consent's subject", subject)?;
        let version = columns::checked_name("the text's version", text_version)?;
        let done = self.store.connection().execute(
            "INSERT INTO consents (time, subject, text_version, decision) VALUES (?1, ?2, ?3, ?4)",
            params![self.store.now().0, subject, version, decision.as_str()],
        );
        self.store.sorted(done).map(drop)
    }

    /// The latest decision about a subject.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn latest(&self, subject: &str) -> Result<Option<ConsentRecord>, StoreError> {
        let sql = "SELECT * FROM consents WHERE subject = ?1 ORDER BY id DESC LIMIT 1";
        self.store.sorted(
            self.store
                .connection()
                .query_row(sql, [subject], read)
                .optional(),
        )
    }

    /// All, oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn all(&self) -> Result<Vec<ConsentRecord>, StoreError> {
        let collect = || {
            let mut statement = self
                .store
                .connection()
                .prepare("SELECT * FROM consents ORDER BY id")?;
            statement.query_map([], read)?.collect()
        };
        self.store.sorted(collect())
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<ConsentRecord> {
    Ok(ConsentRecord {
        time: Timestamp(row.get("time")?),
        subject: row.get("subject")?,
        text_version: row.get("text_version")?,
        decision: columns::name(row, "decision")?,
    })
}
