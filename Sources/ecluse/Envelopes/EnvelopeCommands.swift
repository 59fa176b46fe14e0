internal import Commands
internal import Crypto
internal import Envelope
internal import Glibc
internal import Home
internal import Platform
internal import Support

extension CommandTable {
    static let envelope = Command(
        "envelope", "look at sealed files, with a key or without",
        subcommands: [
            Command(
                "inspect", "show what an envelope shows to anyone: format, recipients, signers",
                arguments: [.init("FILE", .atLeastOne, "sealed file")],
                examples: [.init("ecluse envelope inspect SIDEP_20261120.csv.age", "whom is it sealed to?")],
                run: inspectEnvelopes),
            Command(
                "check", "open an envelope to its end and say whether it is whole; no plaintext is written",
                discussion: """
                    Prints the outcome, and where it is whole the SHA-256 of the plaintext. With a convention, its formats and
                    signers are those of the convention, and a signature in FILE.sig is judged as if it arrived today; without
                    one, every format is taken and no signature is judged.
                    """,
                options: [
                    .value("identity", "KEY", "secret key: of age, of CMS (PEM with its certificate), or of OpenPGP"),
                    .value("convention", "FOLDER", "folder with convention.json"),
                ],
                arguments: [.init("FILE", .atLeastOne, "sealed file")],
                examples: [
                    .init("ecluse envelope check --identity key.txt day.csv.age", "is what was sealed what was meant?")
                ],
                run: checkEnvelopes),
        ])

    private static func inspectEnvelopes(_ invocation: Invocation) throws -> ExitStatus {
        var isSealed = true
        var list: [JSONValue] = []
        for path in invocation.arguments {
            do {
                let found = try EnvelopeInspector.describe { try PlainFile(path) }
                isSealed = isSealed && found.kind.format != nil && found.cipher != nil
                list.append(found.json(path))
                if !invocation.wantsJSON { for line in found.lines(path) { invocation.output.line(line) } }
            } catch let fault as EnvelopeFault {
                isSealed = false
                list.append(.object([("file", .text(path)), ("code", .text(fault.code))]))
                if !invocation.wantsJSON { invocation.output.line("\(path): \(fault)") }
            }
        }
        if invocation.wantsJSON {
            invocation.output.line(JSONWriter.string(.object([("envelopes", .list(list))]), .pretty))
        }
        return isSealed ? .success : .problem
    }

    private static func checkEnvelopes(_ invocation: Invocation) throws -> ExitStatus {
        let identities = try EnvelopeCheck.identities(invocation.required("identity"))
        let policy = try EnvelopeCheck.policy(convention: invocation.value("convention"))
        var isWhole = true
        var list: [JSONValue] = []
        for path in invocation.arguments {
            let check = try EnvelopeCheck(path, identities, policy, now: SystemClock().now())
            isWhole = isWhole && check.fault == nil
            list.append(check.json)
            if !invocation.wantsJSON { for line in check.lines { invocation.output.line(line) } }
        }
        if invocation.wantsJSON {
            invocation.output.line(JSONWriter.string(.object([("envelopes", .list(list))]), .pretty))
        }
        return isWhole ? .success : .problem
    }
}

extension EnvelopeDescription {
    fileprivate func lines(_ path: String) -> [String] {
        ["\(path): \(kind.name)\(isText ? ", text" : "")"] + (cipher.map { ["  content: \($0)"] } ?? ["  not sealed"])
            + recipients.map { "  recipient: " + Visible.escape($0) }
            + signers.map { "  signer: " + Visible.escape($0) }
    }

    fileprivate func json(_ path: String) -> JSONValue {
        .object([
            ("file", .text(path)), ("kind", .text(kind.name)), ("text", .flag(isText)), ("content", .optional(cipher)),
            ("recipients", .list(recipients.map { .text(Visible.escape($0)) })),
            ("signers", .list(signers.map { .text(Visible.escape($0)) })),
        ])
    }
}

/// The bytes of a file, as they are.
final class PlainFile: ByteSource {
    private let file: FileDescriptor

    /// Opens the file at `path`.
    init(_ path: String) throws { file = try FileDescriptor.open(path, .read) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try unsafe file.read(into: buffer) }
}
