// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// Play money for the devnet: whoever asks gets some. Six decimals, because a
/// wallet that assumes eighteen must be caught by it.
contract TestDollar is ERC20("Test Dollar", "TUSD") {
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
