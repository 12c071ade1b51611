// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.28;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// Pictures for the devnet, drawn by the contract itself, so that no server is
/// needed to show them.
contract TestPicture is ERC721("Test Picture", "TPIC") {
    using Strings for uint256;

    uint256 public minted;

    function mint(address to) external returns (uint256 id) {
        id = ++minted;
        _safeMint(to, id);
    }

    function tokenURI(uint256 id) public view override returns (string memory) {
        _requireOwned(id);
        string memory hue = ((id * 47) % 360).toString();
        bytes memory svg = abi.encodePacked(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="hsl(',
            hue, ',60%,85%)"/><circle cx="32" cy="26" r="12" fill="hsl(', hue,
            ',55%,45%)"/><path d="M8 64a24 24 0 0 1 48 0z" fill="hsl(', hue, ',55%,45%)"/></svg>'
        );
        bytes memory json = abi.encodePacked(
            '{"name":"Picture ', id.toString(),
            '","description":"A test picture of the devnet.","image":"data:image/svg+xml;base64,',
            Base64.encode(svg), '"}'
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }
}
