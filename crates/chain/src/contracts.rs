//! The interfaces that the wallet speaks: tokens, pictures and Multicall3.

use alloy::sol;

sol! {
    /// ERC-20, with its optional metadata.
    #[derive(Debug)]
    interface Erc20 {
        function name() external view returns (string);
        function symbol() external view returns (string);
        function decimals() external view returns (uint8);
        function balanceOf(address owner) external view returns (uint256);
        function allowance(address owner, address spender) external view returns (uint256);
        function transfer(address to, uint256 amount) external returns (bool);
        function transferFrom(address from, address to, uint256 amount) external returns (bool);
        function approve(address spender, uint256 amount) external returns (bool);
        function increaseAllowance(address spender, uint256 added) external returns (bool);
        event Transfer(address indexed from, address indexed to, uint256 amount);
        event Approval(address indexed owner, address indexed spender, uint256 amount);
    }

    /// ERC-721, with its optional metadata.
    #[derive(Debug)]
    interface Erc721 {
        function ownerOf(uint256 id) external view returns (address);
        function tokenURI(uint256 id) external view returns (string);
        function safeTransferFrom(address from, address to, uint256 id) external;
        function setApprovalForAll(address operator, bool approved) external;
        function isApprovedForAll(address owner, address operator) external view returns (bool);
        event ApprovalForAll(address indexed owner, address indexed operator, bool approved);
        event Transfer(address indexed from, address indexed to, uint256 indexed id);
    }

    /// ERC-1155, with its optional metadata.
    #[derive(Debug)]
    interface Erc1155 {
        function balanceOf(address owner, uint256 id) external view returns (uint256);
        function uri(uint256 id) external view returns (string);
        function safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data) external;
        event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 amount);
        event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] amounts);
    }

    /// ERC-165.
    #[derive(Debug)]
    interface Erc165 {
        function supportsInterface(bytes4 id) external view returns (bool);
    }

    /// Multicall3, at the same address on most chains.
    #[derive(Debug)]
    interface Multicall3 {
        struct Call3 {
            address target;
            bool allowFailure;
            bytes callData;
        }
        struct Result {
            bool success;
            bytes returnData;
        }
        function aggregate3(Call3[] calls) external payable returns (Result[] memory results);
    }
}
