//! Comparing a sign-in text with where the user is.

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};
use url::Url;

use super::parse::authority;
use super::{SignIn, SignInRefusal};

/// A text that was made longer ago than this was not made just now: a day.
const STALE_S: i64 = 86_400;
/// Clocks that differ by less are taken for the same: five minutes.
const CLOCKS_DIFFER_S: i64 = 300;

/// Where the user is, and who.
#[derive(Clone, Copy, Debug)]
pub struct SignInContext<'a> {
    /// The account that would sign.
    pub account: Address,
    /// The network in use.
    pub chain_id: u64,
    /// The site that the user is on, if the caller knows: a domain or an address.
    pub site: Option<&'a str>,
    /// Seconds since 1970.
    pub now: i64,
}

/// A warning about a sign-in text. Plain words are its `Display`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "caution", rename_all = "snake_case")]
#[non_exhaustive]
pub enum SignInCaution {
    /// Nobody said which site the user is on.
    #[error("sign this only if you are on {domain}: nothing has compared it with your browser")]
    NotCompared {
        /// The site in the text.
        domain: String,
    },
    /// The domain has a part before an @, which is not where it leads.
    #[error("the site is what follows the @ in {domain}, not what precedes it")]
    UserInfo {
        /// The site in the text.
        domain: String,
    },
    /// The resource lies on another site.
    #[error("the sign-in is for {uri}, which is not on {domain}")]
    OtherHost {
        /// What the sign-in is about.
        uri: String,
        /// The site in the text.
        domain: String,
    },
    /// It is valid later only.
    #[error("this sign-in is not valid before {from}")]
    NotYetValid {
        /// From when.
        from: String,
    },
    /// It says that it was made long ago, or in the future.
    #[error("this text says that it was made at {at}, which is not now")]
    NotFresh {
        /// When.
        at: String,
    },
}

impl SignIn {
    /// Compares it with where the user is.
    ///
    /// # Errors
    /// [`SignInRefusal`] for another account, chain or site, and for a sign-in
    /// that has expired.
    pub fn check(&self, context: &SignInContext<'_>) -> Result<Vec<SignInCaution>, SignInRefusal> {
        if self.address != context.account {
            return Err(SignInRefusal::OtherAccount {
                found: self.address,
                own: context.account,
            });
        }
        if self.chain_id != context.chain_id {
            return Err(SignInRefusal::OtherChain {
                found: self.chain_id,
                chain_id: context.chain_id,
            });
        }
        if let Some(end) = &self.expiration_time
            && end.unix_seconds() <= context.now
        {
            return Err(SignInRefusal::Expired {
                at: end.to_string(),
            });
        }
        let mut cautions = self.site(context.site)?;
        cautions.extend(self.times(context.now));
        Ok(cautions)
    }

    fn site(&self, expected: Option<&str>) -> Result<Vec<SignInCaution>, SignInRefusal> {
        let domain = self.domain.clone();
        let own = authority(&self.domain);
        let mut cautions = Vec::new();
        match expected {
            None => cautions.push(SignInCaution::NotCompared {
                domain: domain.clone(),
            }),
            Some(expected) => {
                let there = Url::parse(expected)
                    .ok()
                    .filter(Url::has_host)
                    .or_else(|| authority(expected));
                let same = own
                    .as_ref()
                    .zip(there)
                    .is_some_and(|(a, b)| same_site(a, &b));
                // A scheme that is named must be the one that the user sees.
                let scheme = match (&self.scheme, expected.split_once("://")) {
                    (Some(own), Some((there, _))) => own.eq_ignore_ascii_case(there),
                    _ => true,
                };
                if !same || !scheme {
                    return Err(SignInRefusal::OtherDomain {
                        expected: expected.to_owned(),
                        found: domain,
                    });
                }
            }
        }
        if self.domain.contains('@') {
            cautions.push(SignInCaution::UserInfo {
                domain: domain.clone(),
            });
        }
        let uri = Url::parse(&self.uri).ok();
        let there = uri.as_ref().and_then(Url::host_str);
        let here = own.as_ref().and_then(Url::host_str);
        if there.is_some() && there != here {
            cautions.push(SignInCaution::OtherHost {
                uri: self.uri.clone(),
                domain,
            });
        }
        Ok(cautions)
    }

    fn times(&self, now: i64) -> impl Iterator<Item = SignInCaution> {
        let later = self
            .not_before
            .as_ref()
            .filter(|from| from.unix_seconds() > now)
            .map(|from| SignInCaution::NotYetValid {
                from: from.to_string(),
            });
        let age = now.saturating_sub(self.issued_at.unix_seconds());
        // One that says when it ends may be older.
        let old = age > STALE_S && self.expiration_time.is_none();
        let stale = old || age < -CLOCKS_DIFFER_S;
        let stale = stale.then(|| SignInCaution::NotFresh {
            at: self.issued_at.to_string(),
        });
        later.into_iter().chain(stale)
    }
}

/// Host and port. A scheme's usual port counts as none, so that `localhost` and
/// `http://localhost` are one site.
fn same_site(a: &Url, b: &Url) -> bool {
    a.host_str() == b.host_str() && a.port() == b.port()
}
