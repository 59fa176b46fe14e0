internal import SFTP
internal import Support

/// Where a path of the producer's view leads; nothing else exists.
enum Place {
    case root
    case uploads(DropChannel)
    case upload(DropChannel, name: String)
    case receipts
    case receipt(name: String)
    /// The convention's directory (no components) or something below it.
    case convention([String])

    init?(_ path: SFTPPath) {
        guard let first = path.components.first else {
            self = .root
            return
        }
        let rest = Array(path.components.dropFirst())
        if first == "convention" {
            self = .convention(rest)
        } else if let channel = DropChannel.allCases.first(where: { $0.directory == first }), rest.count <= 1 {
            self = rest.first.map { .upload(channel, name: $0) } ?? .uploads(channel)
        } else if first == "receipts", rest.count <= 1 {
            self = rest.first.map { .receipt(name: $0) } ?? .receipts
        } else {
            return nil
        }
    }

    /// What may be asked of a place.
    enum Operation: Hashable { case read, write, list, remove, rename }

    /// The rights table of the producer's view: fails where `operation` is not for this place.
    func check(_ operation: Operation) throws(SFTPFailure) {
        let refusal: SFTPFailure? =
            switch (self, operation) {
            case (.root, .list), (.uploads, .list), (.receipts, .list), (.convention, .list): nil
            case (.upload, .write), (.upload, .remove), (.upload, .rename): nil
            case (.receipt, .read), (.receipt, .remove), (.convention, .read): nil
            case (.upload, .read): SFTPFailure(.permissionDenied, "spool.no-read-back")
            case (.upload, .list), (.receipt, .list): SFTPFailure(.failure, "spool.not-a-directory")
            case (.root, .read), (.uploads, .read), (.receipts, .read): SFTPFailure(.failure, "spool.not-a-file")
            case (.root, _), (.uploads, _), (.receipts, _): SFTPFailure(.permissionDenied, "spool.no-directories")
            case (.receipt, .write), (.receipt, .rename), (.convention, _):
                SFTPFailure(.permissionDenied, "spool.read-only")
            }
        if let refusal { throw refusal }
    }
}
