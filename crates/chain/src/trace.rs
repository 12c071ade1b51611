//! A trial by `debug_traceCall`, for nodes without `eth_simulateV1`.

use alloy::primitives::{Address, B256, Bytes, Log, U256};
use alloy::providers::Provider;
use serde::Deserialize;
use serde_json::json;

use crate::client::Client;
use crate::error::ChainError;
use crate::prepare::UnsignedTransaction;
use crate::simulate::{Movement, movements};

/// One call of a trace, as the tracer `callTracer` writes it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Trace {
    #[serde(rename = "type")]
    kind: String,
    from: Address,
    to: Option<Address>,
    #[serde(default)]
    value: U256,
    #[serde(default)]
    gas_used: U256,
    error: Option<String>,
    #[serde(default)]
    calls: Vec<Trace>,
    #[serde(default)]
    logs: Vec<TraceLog>,
}

#[derive(Debug, Deserialize)]
struct TraceLog {
    address: Address,
    #[serde(default)]
    topics: Vec<B256>,
    #[serde(default)]
    data: Bytes,
}

impl Trace {
    pub(crate) fn failed(&self) -> bool {
        self.error.is_some()
    }

    pub(crate) fn gas_used(&self) -> u64 {
        self.gas_used.saturating_to()
    }

    /// Everything that moves, without what a failed call took back.
    pub(crate) fn movements(&self) -> Vec<Movement> {
        let mut all = Vec::new();
        self.collect(&mut all);
        all
    }

    fn collect(&self, all: &mut Vec<Movement>) {
        if self.failed() {
            return;
        }
        // Delegated calls repeat a value that does not move.
        let moves = matches!(
            self.kind.as_str(),
            "CALL" | "CREATE" | "CREATE2" | "SELFDESTRUCT"
        );
        if let Some(to) = self.to.filter(|_| moves && !self.value.is_zero()) {
            all.push(Movement::coin(self.from, to, self.value));
        }
        for log in &self.logs {
            if let Some(log) = Log::new(log.address, log.topics.clone(), log.data.clone()) {
                all.extend(movements(&log));
            }
        }
        for call in &self.calls {
            call.collect(all);
        }
    }
}

impl Client {
    /// What the transaction would do, call by call; nothing if the node does not
    /// trace, as most public ones do not.
    pub(crate) async fn trace(
        &self,
        unsigned: &UnsignedTransaction,
    ) -> Result<Option<Trace>, ChainError> {
        let tracer = json!({ "tracer": "callTracer", "tracerConfig": { "withLog": true } });
        let params = (unsigned.request(), "latest", tracer);
        let answer = self
            .provider()
            .raw_request::<_, Trace>("debug_traceCall".into(), params)
            .await;
        match answer {
            Ok(trace) => Ok(Some(trace)),
            // Refused, or in a form of its own: the next way is tried.
            Err(e) if e.as_error_resp().is_some() || e.is_deser_error() => Ok(None),
            Err(e) => Err(self.failed("debug_traceCall", e)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn what_failed_or_was_delegated_moves_nothing() {
        let a = Address::repeat_byte(1);
        let call = |kind: &str, error: Option<&str>| json!({ "type": kind, "from": a, "to": a, "value": "0x1", "error": error });
        let trace: Trace = serde_json::from_value(json!({
            "type": "CALL", "from": a, "to": a, "value": "0x0", "gasUsed": "0x5208",
            "calls": [
                call("CALL", None), call("CREATE2", None), call("DELEGATECALL", None),
                call("STATICCALL", None), call("CALL", Some("reverted")),
            ],
        }))
        .unwrap();
        assert_eq!(trace.movements().len(), 2);
        assert_eq!(trace.gas_used(), 21_000);
    }
}
