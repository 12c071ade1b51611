// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.28;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

/// Items of which there are several, for the devnet. The metadata address has
/// the `{id}` that ERC-1155 lets clients fill in.
contract TestItems is
    ERC1155("data:application/json,%7B%22name%22%3A%22Item%20{id}%22%7D")
{
    function mint(address to, uint256 id, uint256 amount) external {
        _mint(to, id, amount, "");
    }
}
