//! Everything that is stored, in one piece.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::StoreError;
use crate::migrations;
use crate::open::Store;

/// The whole database. It is read table by table from the file's own list, so
/// that nothing stored can be missing from it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Export {
    /// The file's format.
    pub format: i64,
    /// Rows of every table; bytes as `0x` and hex digits.
    pub tables: BTreeMap<String, Vec<Map<String, Value>>>,
}

impl Store {
    /// Everything that this database holds, as of one moment.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn export(&self) -> Result<Export, StoreError> {
        let moment = self.sorted(self.connection().unchecked_transaction())?;
        let mut tables = BTreeMap::new();
        for name in self.table_names()? {
            let rows = self.sorted(self.rows(&name))?;
            tables.insert(name, rows);
        }
        drop(moment);
        Ok(Export {
            format: migrations::newest(),
            tables,
        })
    }

    fn table_names(&self) -> Result<Vec<String>, StoreError> {
        // The prefix is SQLite's own, for its counters.
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' \
                   AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        let collect = || {
            let mut statement = self.connection().prepare(sql)?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        self.sorted(collect())
    }

    fn rows(&self, table: &str) -> rusqlite::Result<Vec<Map<String, Value>>> {
        let quoted = table.replace('"', "\"\"");
        let mut statement = self
            .connection()
            .prepare(&format!("SELECT * FROM \"{quoted}\""))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let rows = statement.query_map([], |row| {
            let mut object = Map::new();
            for (at, column) in columns.iter().enumerate() {
                object.insert(column.clone(), to_json(row.get_ref(at)?));
            }
            Ok(object)
        })?;
        rows.collect()
    }
}

fn to_json(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        ValueRef::Blob(bytes) => format!("0x{}", hex::encode(bytes)).into(),
    }
}
