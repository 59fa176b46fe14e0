internal import Crypto
package import Support

/// A sealed drop on its way: its name in the account, its bytes, the signature beside it.
package struct OutgoingDrop: Sendable {
    package let name: String
    package let channel: DropChannel
    package let file: SealedFile
    package let signature: [UInt8]?

    /// The drop `name` of the sealed `file`.
    package init(name: String, channel: DropChannel, file: SealedFile, signature: [UInt8]?) {
        self.name = name
        self.channel = channel
        self.file = file
        self.signature = signature
    }

    /// The folder in the account.
    var folder: String { channel == .data ? "/inbox" : "/oppositions" }
    /// Its path once it is handed over.
    var path: String { folder + "/" + name }

    /// Its temporary name, which tells its content: whatever lies under it already is the start of these bytes and no others.
    var temporaryName: String {
        name + "." + String(file.sha256.description.prefix(OutgoingDrop.digits)) + OutgoingDrop.temporarySuffix
    }

    private static let digits = 12
    private static let temporarySuffix = ".part"

    /// Whether `other` is what an earlier attempt at other bytes has left of this drop.
    func isLeftover(_ other: String) -> Bool {
        let length = name.utf8.count + 1 + OutgoingDrop.digits + OutgoingDrop.temporarySuffix.utf8.count
        return other != temporaryName && other.utf8.count == length && other.hasPrefix(name + ".")
            && other.hasSuffix(OutgoingDrop.temporarySuffix)
    }
}
