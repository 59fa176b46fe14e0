internal import Crypto

/// What a check of an account's receipts found.
package struct ReceiptChainReport: Sendable, Equatable {
    package let account: String
    /// Receipts that follow each other without fault.
    package let sound: Int64
    /// The first receipt that does not, and why.
    package let broken: ReceiptBreak?
}

/// The first fault of a chain of receipts.
package struct ReceiptBreak: Sendable, Equatable {
    /// What is wrong.
    package enum Reason: String, Sendable, CaseIterable { case gap, previous, digest, signature }
    package let number: Int64
    package let reason: Reason

    /// The fault `reason` of receipt `number`.
    package init(number: Int64, reason: Reason) {
        self.number = number
        self.reason = reason
    }
}

/// Walks an account's receipts: numbers without gap, each chained to the one before, each of its own digest.
package enum ReceiptChain {
    /// Receipts that are held at once.
    static let page = 200

    /// Checks the chain of `account`; `verify` says whether a signature is the gateway's.
    package static func check(
        _ ledger: any Ledger, account: String, verify: ((_ json: [UInt8], _ signature: [UInt8]) throws -> Bool)? = nil
    ) throws -> ReceiptChainReport {
        var last: Int64 = 0
        var previous = [UInt8](repeating: 0, count: SHA256Digest.length)
        while true {
            let receipts = try ledger.receipts(account: account, after: last, limit: page)
            for receipt in receipts {
                if let reason = try fault(receipt, after: last, previous, verify) {
                    let place = ReceiptBreak(number: receipt.number, reason: reason)
                    return ReceiptChainReport(account: account, sound: last, broken: place)
                }
                last = receipt.number
                previous = receipt.content.sha256.bytes
            }
            if receipts.count < page { return ReceiptChainReport(account: account, sound: last, broken: nil) }
        }
    }

    private static func fault(
        _ receipt: ReceiptRecord, after last: Int64, _ previous: [UInt8],
        _ verify: (([UInt8], [UInt8]) throws -> Bool)?
    ) throws -> ReceiptBreak.Reason? {
        if receipt.number != last + 1 { return .gap }
        if receipt.previous.bytes != previous { return .previous }
        if try SHA256.hash(receipt.content.json) != receipt.content.sha256 { return .digest }
        if let verify, try !verify(receipt.content.json, receipt.content.signature) { return .signature }
        return nil
    }
}
