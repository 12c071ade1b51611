//! What exactly is wrong with something that a person or a token gave: the
//! reasons within [`crate::ChainError`], for callers with sentences of their own.

/// What is wrong with an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AmountFault {
    /// A unit that is not the network's.
    #[error("`{unit}` is no unit known here; use {own}, gwei or wei")]
    Unit {
        /// As given.
        unit: String,
        /// The symbol of the network's currency.
        own: String,
    },
    /// A sign, an exponent, a comma, letters, or nothing.
    #[error("write digits and at most one point, like 0.25")]
    NotDecimal,
    /// A point at the end.
    #[error("digits are missing after the point")]
    EndsInPoint,
    /// More decimals than the unit has.
    #[error("at most {most} digits after the point")]
    Decimals {
        /// How many it has.
        most: u8,
    },
    /// 2²⁵⁶ or more of the smallest unit.
    #[error("the number is too large")]
    TooLarge,
}

/// What is wrong with an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressFault {
    /// It begins otherwise.
    #[error("it must begin with 0x")]
    Prefix,
    /// Something that is no hex digit.
    #[error("after 0x only the digits 0–9 and the letters a–f may follow")]
    Digits,
    /// Too short or too long.
    #[error("it has {digits} hex digits instead of 40")]
    Length {
        /// How many it has.
        digits: usize,
    },
}

/// What is wrong with a network's description.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkFault {
    /// No name, or one of more than 64 characters.
    #[error("the name must have 1 to 64 characters")]
    Name,
    /// No currency, or one of more than 16 characters.
    #[error("the currency must have 1 to 16 characters")]
    Currency,
    /// A chain id of zero.
    #[error("the chain id must not be 0")]
    ChainId,
    /// The address of its node or explorer is none.
    #[error("`{text}` is no URL ({detail})")]
    NotAUrl {
        /// As given.
        text: String,
        /// What the reader of addresses said.
        detail: String,
    },
    /// The address is not one of the web.
    #[error("`{text}` must begin with http:// or https://")]
    NotHttp {
        /// As given.
        text: String,
    },
}

/// What is wrong with a price of gas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FeeFault {
    /// Nothing at all.
    #[error("the highest price of gas must not be 0")]
    Zero,
    /// More for the block's author than altogether.
    #[error("the tip must not be higher than the highest price of gas")]
    TipAbovePrice,
}

/// What is wrong with a gateway's address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GatewayFault {
    /// It cannot be read; what the reader of addresses said.
    #[error("{0}")]
    NotAUrl(String),
    /// Without TLS, and not on this machine.
    #[error("it does not begin with https://")]
    NotSecure,
    /// A user name, a password, a query or a fragment.
    #[error("it has more than a host and a path")]
    More,
}

/// Why metadata or a picture are not fetched, or cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MediaFault {
    /// An address of IPFS without a file.
    #[error("it does not name a file on IPFS; the token is at fault")]
    NotOnIpfs,
    /// An address that cannot be read; what the reader of addresses said.
    #[error("{0}; the token is at fault")]
    NotAUrl(String),
    /// Without TLS.
    #[error("without TLS anybody on the way could change it; open it in a browser if you trust it")]
    NotSecure,
    /// Another scheme than those that are fetched.
    #[error("only data:, ipfs:// and https:// are; open it in a browser if you trust it")]
    Scheme,
    /// Redirected to another scheme.
    #[error(
        "it is not reached over https:// (or, at a gateway on this machine, http://); open it in a \
         browser if you trust it"
    )]
    Unreached,
    /// Credentials in the address.
    #[error("it has a user name or password in it; open it in a browser if you trust it")]
    Credentials,
    /// An address that is not on the public internet.
    #[error("it leads into a local or special network; open it in a browser if you trust it")]
    LocalAddress,
    /// Sent from server to server too often.
    #[error("it was redirected more than {most} times; open it in a browser if you trust it")]
    Redirects {
        /// How often is still followed.
        most: usize,
    },
    /// Longer than is read.
    #[error("it is longer than {kib} KiB")]
    TooLong {
        /// The limit.
        kib: usize,
    },
    /// Bytes within the address that cannot be read; what their reader said.
    #[error("{0}")]
    BadData(String),
    /// Metadata that are no JSON; what its reader said.
    #[error("it is no JSON: {0}")]
    NotJson(String),
    /// Metadata that are JSON of another kind.
    #[error("its JSON is no object")]
    NotAnObject,
}
