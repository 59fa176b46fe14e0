internal import Commands
internal import Convention
internal import Envelope
internal import Glibc
internal import Home
internal import Ingestion
internal import Platform
internal import Producer
internal import SSH
internal import Support

/// What the producer's commands share: the copy of the convention, its language, and the options.
struct ProducerDesk {
    static let conventionOption = Command.Option.value(
        "convention", "FOLDER", variable: "ECLUSE_CONVENTION", "copy of the account's /convention")
    static let nameOption = Command.Option.value(
        "name", "NAME", "name of the drop, where the file's own does not tell it, as for an archive")
    static let signOption = Command.Option.value(
        "sign", "KEY", "sign the sealed file with this SSH key, or with that of ssh-agent whose public half it is")
    static let sendingOptions: [Command.Option] = [
        .value("host", "HOST[:PORT]", "the gateway; where not given, as known_hosts of the convention says"),
        .value("account", "NAME", "the account; where not given, the convention's only one"),
        .value("identity", "KEY", "SSH key that opens the account; where not given, those of ssh-agent"),
        .value("receipts", "FOLDER", "keeps the receipts there; 'receipts' beside the file where not given"),
        .flag("acknowledge", "removes the receipts from the account once they are kept"),
        .value("wait", "MINUTES", "how long to wait for the outcome; 60 where not given"),
        .value("attempts", "N", "connections to try before giving up; 5 where not given"),
    ]

    let copy: ConventionCopy
    let invocation: Invocation
    var convention: Convention { copy.convention }
    var language: Language { convention.producer.language }

    /// The desk of the convention that `invocation` names.
    init(_ invocation: Invocation) throws {
        let folder = try invocation.required("convention")
        let files = try ConventionFolder.read(folder)
        let report = ConventionLoader.load(files)
        guard let convention = report.convention else { throw HomeFault.convention(id: folder, report.errors) }
        copy = ConventionCopy(convention, files: files)
        self.invocation = invocation
    }

    /// Runs `body`; what goes wrong is said in the convention's language.
    static func run(_ invocation: Invocation, _ body: (ProducerDesk) throws -> ExitStatus) throws -> ExitStatus {
        let desk = try ProducerDesk(invocation)
        do {
            return try body(desk)
        } catch let fault as any Fault where !(fault is UsageFault) && !invocation.wantsJSON {
            let sentence = CommandTable.producerMessages.text(fault, desk.language)
            invocation.errors.line("ecluse: \(invocation.errors.styled(sentence, .red)) [\(fault.code)]")
            return Program.status(of: fault)
        }
    }

    /// Says the sentence of `code`, on the error stream, so that standard output holds results alone.
    func say(_ code: FaultCode, _ arguments: [String: String] = [:]) {
        invocation.errors.line(text(code, arguments))
    }

    func text(_ code: FaultCode, _ arguments: [String: String] = [:]) -> String {
        ProducerMessages.table.text(code, language, arguments)
    }

    /// The gateway's engine for drops that would arrive now.
    func judge() throws -> DropJudge {
        try DropJudge(
            convention, now: SystemClock().now(), workers: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            directory: ProducerDesk.temporaryFolder,
            nomenclatures: try OpenedNomenclatures.library(invocation) ?? NomenclatureLibrary())
    }

    /// Where nameless and short-lived files go: hashes, ciphertext.
    static var temporaryFolder: String {
        guard let folder = Output.variable("TMPDIR"), !folder.isEmpty else { return "/tmp" }
        return folder
    }

    /// Where the gateway is, as the options and the convention say.
    func address() throws -> GatewayAddress {
        let hosts = try copy.knownHosts()
        var place: (host: String, port: UInt16)?
        if let text = invocation.value("host") {
            place = ProducerDesk.place(text)
        } else if let host = hosts.host {
            place = (host, hosts.port)
        }
        guard let place else { throw ProducerFault.hostNeeded }
        return GatewayAddress(
            host: place.host, port: place.port, account: try copy.account(invocation.value("account")),
            proof: invocation.value("identity").map { .key(path: $0) } ?? .agent, hostKeys: hosts.keys)
    }

    /// `name`, `name:port`, `[name]:port`.
    private static func place(_ text: String) -> (host: String, port: UInt16)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return KnownHosts.place(parts.count == 2 && !text.hasPrefix("[") ? "[\(parts[0])]:\(parts[1])" : text)
    }

    /// The signature of the file at `path`, where one is asked for.
    func signature(_ path: String) throws -> [UInt8]? {
        guard let key = invocation.value("sign") else {
            guard !convention.drops.envelope.needsSignatureBeside(.age) else { throw ProducerFault.signatureNeeded }
            return nil
        }
        return try SignatureTool(key: key, variable: Output.variable).sign(path)
    }

    /// Shows what was found, and writes the error report where `--errors` says.
    func show(_ judgement: Judgement) throws {
        if invocation.wantsJSON {
            invocation.output.line(JSONWriter.string(judgement.json, .pretty))
        } else {
            invocation.output.write(judgement.text)
        }
        guard let report = judgement.report else { return }
        if let path = invocation.value("errors") {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            let folder = parts.dropLast().joined(separator: "/")
            let place = parts.count == 1 ? "." : folder.isEmpty ? "/" : folder
            try Directory(place).writeDurably(String(parts.last ?? ""), report)
            say("producer.say.errors", ["file": path])
        } else if !invocation.wantsJSON {
            showLines(report)
        }
    }

    /// Lines of an error report shown on a terminal.
    private static let shownLines = 20

    private func showLines(_ report: [UInt8]) {
        let lines = String(decoding: report.dropFirst(3), as: UTF8.self).split(whereSeparator: \.isNewline)
        invocation.output.line()
        for line in lines.prefix(ProducerDesk.shownLines + 1) { invocation.output.line("  " + line) }
        let rest = lines.count - ProducerDesk.shownLines - 1
        if rest > 0 { invocation.output.line("  " + text("producer.say.more-errors", ["count": String(rest)])) }
    }
}
