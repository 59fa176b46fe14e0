package import Support

/// Why what is inside an envelope could not be unpacked.
///
/// Places are bytes of the container and numbers of entries, never names of entries.
package enum ContainerFault: Fault, Equatable {
    /// The content is something else than the convention says.
    case mismatch(found: ContainerKind, expected: ContainerKind)
    /// A container inside the container.
    case nested(ContainerKind)
    /// It ends too early, after this many bytes.
    case truncated(bytes: UInt64)
    /// It is damaged before this byte: a checksum, a length or its structure is wrong.
    case damaged(bytes: UInt64)
    /// Something follows its end.
    case trailingData
    /// It holds more bytes than are allowed.
    case tooLarge(limit: UInt64)
    /// It grows more than is allowed.
    case ratio(limit: UInt64)
    /// It needs more memory to be decompressed than is allowed.
    case window
    /// It has more entries than are allowed.
    case tooManyEntries(limit: Int)
    /// The name of an entry is absolute, leaves the archive, is too long, or is no text.
    case entryName(entry: Int)
    /// An entry is no plain file.
    case entryKind(entry: Int)
    /// An entry is encrypted.
    case encrypted(entry: Int)
    /// An entry uses a feature of the format that cannot be read as a stream, or that nobody needs.
    case unsupported(entry: Int, feature: String)
    /// The directory at the end of the archive does not describe the entries that are there.
    case directoryDiffers
    /// A file was no longer as long as it had been when it was packed.
    case changed(entry: Int)

    package var code: FaultCode {
        switch self {
        case .mismatch: "container.mismatch"
        case .nested: "container.nested"
        case .truncated: "container.truncated"
        case .damaged: "container.damaged"
        case .trailingData: "container.trailing-data"
        case .tooLarge: "container.too-large"
        case .ratio: "container.ratio"
        case .window: "container.window"
        case .tooManyEntries: "container.too-many-entries"
        case .entryName: "container.entry-name"
        case .entryKind: "container.entry-kind"
        case .encrypted: "container.encrypted"
        case .unsupported: "container.unsupported"
        case .directoryDiffers: "container.directory-differs"
        case .changed: "container.changed"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .mismatch(let found, let expected): ["found": found.name, "expected": expected.name]
        case .nested(let kind): ["found": kind.name]
        case .truncated(let bytes), .damaged(let bytes): ["bytes": String(bytes)]
        case .tooLarge(let limit), .ratio(let limit): ["limit": String(limit)]
        case .tooManyEntries(let limit): ["limit": String(limit)]
        case .entryName(let entry), .entryKind(let entry), .encrypted(let entry), .changed(let entry):
            ["entry": String(entry)]
        case .unsupported(let entry, let feature): ["entry": String(entry), "feature": feature]
        case .trailingData, .window, .directoryDiffers: [:]
        }
    }
}
