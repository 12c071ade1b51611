//! What is to be sent, prepared and judged before anybody scans.

use alloy::primitives::{Address, Bytes, U256};
use mien_chain::{
    Approval, Call, Client, Fee, FeeChoices, FeeLevel, FeeWish, Network, TokenKind, Trial,
    UnsignedTransaction, approve_all, erc20_approve,
};
use mien_store::HistoryId;

use crate::assets::{Amount, Asset};
use crate::calls::CallView;
use crate::cautions::{Caution, Subject, cautions};
use crate::error::WalletError;
use crate::purpose::Purpose;
use crate::wallet::Wallet;

/// What a person wants sent.
#[derive(Clone, Debug)]
pub struct SendOrder {
    /// From which account.
    pub account: u32,
    /// To whom.
    pub to: Address,
    /// What.
    pub asset: Asset,
    /// How much.
    pub amount: Amount,
    /// At which fee.
    pub fee: FeeWish,
}

/// What a transaction takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Gas, at most.
    pub gas: u64,
    /// What a rollup charges for its data besides, at most, in wei; zero
    /// elsewhere.
    pub data_fee: U256,
}

/// A call of a contract that a person or a program wants made.
#[derive(Clone, Debug)]
pub struct CallOrder {
    /// From which account.
    pub account: u32,
    /// Which contract.
    pub to: Address,
    /// Coins sent along, in the smallest unit.
    pub value: U256,
    /// The call data.
    pub input: Bytes,
    /// At which fee.
    pub fee: FeeWish,
}

/// A transaction that is ready to be looked at and signed.
#[derive(Debug)]
pub struct SendPlan {
    pub(crate) client: Client,
    pub(crate) account: u32,
    pub(crate) unsigned: UnsignedTransaction,
    /// Who gets something by it.
    pub(crate) to: Address,
    /// What it is for.
    pub(crate) what: Purpose,
    pub(crate) trial: Trial,
    pub(crate) call: CallView,
    pub(crate) cautions: Vec<Caution>,
    pub(crate) replaces: Option<HistoryId>,
}

impl SendPlan {
    /// The connection to the network's node that it was made with.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        self.client.network()
    }

    /// The account that pays.
    #[must_use]
    pub fn from(&self) -> Address {
        self.unsigned.from()
    }

    /// Who gets something by it.
    #[must_use]
    pub fn to(&self) -> Address {
        self.to
    }

    /// What it is for, as it was ordered; its words are its `Display`.
    #[must_use]
    pub fn what(&self) -> &Purpose {
        &self.what
    }

    /// Coins that leave with it, in the smallest unit, without the fee.
    #[must_use]
    pub fn value(&self) -> U256 {
        self.unsigned.value()
    }

    /// The very bytes that will be signed, for a review that is made from them.
    #[must_use]
    pub fn request(&self) -> mien_intent::Request {
        mien_intent::Request::Transaction {
            unsigned: self.unsigned.payload(),
        }
    }

    /// What a unit of gas may cost.
    #[must_use]
    pub fn fee(&self) -> Fee {
        self.unsigned.fee()
    }

    /// How much gas it may use.
    #[must_use]
    pub fn gas_limit(&self) -> u64 {
        self.unsigned.gas_limit()
    }

    /// What a rollup charges for its data besides, in wei; zero elsewhere.
    #[must_use]
    pub fn data_fee(&self) -> U256 {
        self.unsigned.data_fee()
    }

    /// The slow, normal and fast fees of the moment, to choose from.
    #[must_use]
    pub fn fee_choices(&self) -> Option<&FeeChoices> {
        self.unsigned.choices()
    }

    /// The most that the fee can be.
    #[must_use]
    pub fn highest_fee(&self) -> U256 {
        self.unsigned.highest_fee()
    }

    /// What the node says it would do.
    #[must_use]
    pub fn trial(&self) -> &Trial {
        &self.trial
    }

    /// What it calls, in words and in bytes.
    #[must_use]
    pub fn call(&self) -> &CallView {
        &self.call
    }

    /// What to know before signing, the gravest first.
    #[must_use]
    pub fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

impl Wallet {
    /// Prepares a transaction: chain id, nonce, fees and gas from the node, a
    /// check that the account can pay, a trial, and what to beware of. Nothing
    /// is scanned or signed.
    ///
    /// # Errors
    /// The node's, insufficient funds, or a network that this wallet is not for.
    pub async fn prepare_send(
        &self,
        network: &Network,
        order: &SendOrder,
    ) -> Result<SendPlan, WalletError> {
        self.active()?;
        let (client, unsigned, amount) = self.unsigned_send(network, order).await?;
        let amount = amount.unwrap_or_else(|| unsigned.value());
        let what = Purpose::Send {
            shown: order.asset.shown(amount, network.currency()),
        };
        self.plan(client, order.account, unsigned, (order.to, what), None)
            .await
    }

    /// What sending this would take, by the node's own estimate, before anybody
    /// is asked to review it.
    ///
    /// # Errors
    /// As [`Wallet::prepare_send`].
    pub async fn estimate_send(
        &self,
        network: &Network,
        order: &SendOrder,
    ) -> Result<Estimate, WalletError> {
        let (_, unsigned, _) = self.unsigned_send(network, order).await?;
        Ok(Estimate {
            gas: unsigned.gas_limit(),
            data_fee: unsigned.data_fee(),
        })
    }

    /// The transaction of an order, and the amount if that is not its value.
    async fn unsigned_send(
        &self,
        network: &Network,
        order: &SendOrder,
    ) -> Result<(Client, UnsignedTransaction, Option<U256>), WalletError> {
        let identity = self.proved_identity()?;
        identity.suits(network)?;
        let from = identity.address(order.account)?;
        let client = self.connect(network).await?;
        let (call, amount) = order
            .asset
            .call(&client, from, order.to, order.amount)
            .await?;
        let unsigned = client.prepare(from, &call, order.fee).await?;
        Ok((client, unsigned, amount))
    }

    /// Prepares a call of a contract; the review says what is understood of it.
    ///
    /// # Errors
    /// As [`Wallet::prepare_send`].
    pub async fn prepare_call(
        &self,
        network: &Network,
        order: &CallOrder,
    ) -> Result<SendPlan, WalletError> {
        self.active()?;
        let identity = self.proved_identity()?;
        identity.suits(network)?;
        let from = identity.address(order.account)?;
        let client = self.connect(network).await?;
        let call = Call::paying(order.to, order.value, order.input.clone());
        let unsigned = client.prepare(from, &call, order.fee).await?;
        let what = Purpose::Call {
            coins: mien_chain::format_amount(order.value, network.currency()),
            bytes: order.input.len(),
        };
        self.plan(client, order.account, unsigned, (order.to, what), None)
            .await
    }

    /// Prepares taking back an ERC-20 allowance, or a right to everything of a
    /// collection.
    ///
    /// # Errors
    /// As [`Wallet::prepare_send`].
    pub async fn prepare_revoke(
        &self,
        network: &Network,
        account: u32,
        token: Address,
        spender: Address,
    ) -> Result<SendPlan, WalletError> {
        let identity = self.proved_identity()?;
        identity.suits(network)?;
        let client = self.connect(network).await?;
        let known = self.token(&client, token).await?;
        let name = match known.symbol.as_str() {
            "" => token.to_string(),
            symbol => symbol.to_owned(),
        };
        let (input, what) = match known.kind {
            TokenKind::Erc20 => (
                erc20_approve(spender, U256::ZERO),
                Purpose::EndAllowance { token: name },
            ),
            _ => (
                approve_all(spender, Approval::Revoked),
                Purpose::EndRight { token: name },
            ),
        };
        let call = Call::contract(token, input);
        let from = identity.address(account)?;
        let fee = FeeWish::Level(FeeLevel::Normal);
        let unsigned = client.prepare(from, &call, fee).await?;
        self.plan(client, account, unsigned, (spender, what), None)
            .await
    }

    /// Tries a transaction out and looks for what a person should know.
    pub(crate) async fn plan(
        &self,
        client: Client,
        account: u32,
        unsigned: UnsignedTransaction,
        (to, what): (Address, Purpose),
        replaces: Option<HistoryId>,
    ) -> Result<SendPlan, WalletError> {
        let trial = client.simulate(&unsigned).await?;
        // Nodes need not answer this one.
        let version = client.client_version().await.ok();
        let call = self.read_call(&client, &unsigned).await?;
        let subject = Subject {
            unsigned: &unsigned,
            trial: &trial,
            view: &call,
            kind: client.network().kind(),
            chain_id: client.network().chain_id(),
            node_version: version.as_deref(),
        };
        let cautions = cautions(&subject, &self.known_addresses()?);
        Ok(SendPlan {
            client,
            account,
            unsigned,
            to,
            what,
            trial,
            call,
            cautions,
            replaces,
        })
    }
}
