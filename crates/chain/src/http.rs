//! HTTP to a node, with a bound on how much of an answer is read: a node that
//! never stops talking must not fill the memory.

use std::task::{Context, Poll};

use alloy::rpc::json_rpc::{RequestPacket, ResponsePacket};
use alloy::transports::{TransportError, TransportErrorKind, TransportFut};
use reqwest::header::CONTENT_TYPE;
use tower_service::Service;
use url::Url;

/// The most bytes that are read of one answer. The largest that the wallet asks
/// for, the logs of a busy account or a trace, stay well below.
pub(crate) const MAX_ANSWER: usize = 16 << 20;

/// A transport like alloy's own over `reqwest`, which reads answers whole.
#[derive(Clone, Debug)]
pub(crate) struct BoundedHttp {
    client: reqwest::Client,
    url: Url,
    max_answer: usize,
}

/// The node's answer was longer than [`MAX_ANSWER`].
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("an answer of more than {} MiB", .0 >> 20)]
pub(crate) struct TooLong(usize);

impl BoundedHttp {
    pub(crate) fn new(client: reqwest::Client, url: Url) -> Self {
        Self {
            client,
            url,
            max_answer: MAX_ANSWER,
        }
    }

    async fn post(self, request: RequestPacket) -> Result<ResponsePacket, TransportError> {
        let json = serde_json::to_vec(&request).map_err(TransportError::ser_err)?;
        let post = self
            .client
            .post(self.url)
            .header(CONTENT_TYPE, "application/json");
        let sent = post.headers(request.headers()).body(json).send().await;
        let mut answer = sent.map_err(TransportErrorKind::custom)?;
        let status = answer.status();
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(TransportErrorKind::custom)? {
            if body.len() + part.len() > self.max_answer {
                return Err(TransportErrorKind::custom(TooLong(self.max_answer)));
            }
            body.extend_from_slice(&part);
        }
        let read = serde_json::from_slice::<ResponsePacket>(&body);
        match read {
            Ok(packet) if status.is_success() || packet.is_error() => Ok(packet),
            Err(e) if status.is_success() => {
                Err(TransportError::deser_err(e, String::from_utf8_lossy(&body)))
            }
            _ => Err(TransportErrorKind::http_error(
                status.as_u16(),
                String::from_utf8_lossy(&body).into_owned(),
            )),
        }
    }
}

impl Service<RequestPacket> for BoundedHttp {
    type Response = ResponsePacket;
    type Error = TransportError;
    type Future = TransportFut<'static>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: RequestPacket) -> Self::Future {
        Box::pin(self.clone().post(request))
    }
}
