internal import SFTP
internal import Support

/// Names that producers may give to what they send.
package enum UploadName {
    /// Longest name in bytes of UTF-8; the file system allows 255, and some are kept for our own suffixes.
    package static let maximumBytes = 200

    /// Ends of temporary names: the design's three, and rclone's.
    private static let temporarySuffixes = [".part", ".filepart", ".tmp", ".partial"]

    /// Whether a file under this name is still on its way, closed or not.
    package static func isTemporary(_ name: String) -> Bool {
        let lower = name.lowercased()
        return name.hasPrefix(".") || temporarySuffixes.contains { lower.hasSuffix($0) }
    }

    /// Why a name cannot be taken; nil for a good one.
    static func problem(_ name: String) -> SFTPFailure? {
        if name.utf8.count > maximumBytes {
            return SFTPFailure(.failure, "spool.name-too-long", ["limit": String(maximumBytes)])
        }
        let isClean = name.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: scalar != "/" && scalar != "\\"
            }
        }
        return name.isEmpty || name == "." || name == ".." || !isClean ? SFTPFailure(.failure, "spool.bad-name") : nil
    }
}

/// Names of accounts, which are names of directories too.
package enum AccountName {
    /// Lower-case letters, digits, `-`, `_` and `.`, beginning with a letter or digit, at most 64.
    package static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 64, first.isLetterOrDigit else { return false }
        return name.utf8.allSatisfy { $0.isLetterOrDigit || "-_.".utf8.contains($0) }
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
