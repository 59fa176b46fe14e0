internal import Commands
internal import Envelope
internal import Home
internal import Support

/// What `ecluse convention check` says of a folder's signature: whether it is one of these files, and by whom.
struct SignatureLine {
    private let finding: ConventionSignature.Finding
    /// Files with the keys that may sign in the home asked about; nil where none was named.
    private let signers: [(file: String, key: SSHPublicKey)]?

    /// The signature of the folder at `path`, judged by the home of the command line, where there is one.
    init(_ path: String, _ invocation: Invocation) throws {
        finding = ConventionSignature.finding(try ConventionFolder.read(path))
        signers =
            invocation.value("home") == nil ? nil : try OpenedHome.open(invocation).conventionSigners()
    }

    /// Whether the files are not those that were signed.
    var isWrong: Bool { finding == .wrong }

    private var signer: SSHPublicKey? {
        if case .signed(let key) = finding { key } else { nil }
    }

    /// File of the signer's key in the home.
    private var file: String? { signers?.first { $0.key.blob == signer?.blob }?.file }

    /// One word for scripts.
    private var state: String {
        switch finding {
        case .unsigned: "unsigned"
        case .wrong: "wrong"
        case .signed: signers == nil ? "signed" : file == nil ? "stranger" : "allowed"
        }
    }

    /// The sentence for a terminal.
    var text: String {
        switch finding {
        case .unsigned: return "not signed"
        case .wrong: return "the signature is not one of these files: something was changed after it was made"
        case .signed(let key):
            let words = "signed by \(key.fingerprint)"
            guard signers != nil else { return words + "; --home says whether that key may sign there" }
            return words
                + (file.map { ", \($0) of this home" } ?? ", whose key is not in this home’s keys/convention-signers")
        }
    }

    /// The same for scripts.
    func json(_ folder: String) -> JSONValue {
        .object([
            ("folder", .text(folder)), ("state", .text(state)), ("key", .optional(signer?.fingerprint)),
            ("file", .optional(file)),
        ])
    }
}
