internal import Commands
internal import Convention
internal import Exclusion
internal import Glibc
internal import Ingestion
internal import Platform
internal import Producer
internal import Receipts
internal import SSH
internal import Support

extension CommandTable {
    static let oppose = Command(
        "oppose", "send an opposition update that is made from lists of identifiers",
        discussion: """
            A list has one identifier a line, the same as in data drops, and comes from a file or, for '-', from standard input: never
            from the command line, which others on this machine can read. The update is checked, sealed and sent to /oppositions;
            its plaintext is nowhere but in memory.
            """,
        options: [
            ProducerDesk.conventionOption, ProducerDesk.nameOption, ProducerDesk.signOption,
            .value("add", "LIST", "persons who oppose; may be given several times"),
            .value("withdraw", "LIST", "persons whose opposition is withdrawn; may be given several times"),
            .value("from", "DATE", "first day of effect, YYYY-MM-DD; today where not given"),
            .flag("all-bases", "for every base of the catalogue, not for this one alone"),
        ] + ProducerDesk.sendingOptions,
        examples: [
            .init("ecluse oppose --add - --convention convention < list.txt", "persons oppose from today on"),
            .init("ecluse oppose --withdraw list.txt --convention convention", "and no longer do"),
        ],
        run: sendOppositions)

    private static func sendOppositions(_ invocation: Invocation) throws -> ExitStatus {
        try ProducerDesk.run(invocation) { desk in
            try SSHSelfTest.run()
            let today = SystemClock().now().date
            guard let day = invocation.value("from").map({ CivilDate(iso8601: $0) }) ?? today else {
                throw SynthesisRequestFault.badDay(option: "--from")
            }
            let name = try OppositionName.make(desk.convention, given: invocation.value("name"), today: today)
            let list = try OppositionList(
                desk.convention, try parts(invocation), from: day, forAllBases: invocation.flag("all-bases"))
            let folder = ProducerDesk.temporaryFolder
            let hidden = ".ecluse-\(getpid())-\(UInt64.random(in: .min ... .max)).sealed"
            let sealer = try Sealer(
                try desk.copy.recipients(), folder: folder, name: hidden, replaces: false)
            let sealing = sealer.sealing(list)
            let judgement = try desk.judge().judge(
                DeskDrop(name: name, channel: .oppositions, content: .plain { sealing }))
            if judgement.state != .ingested { try desk.show(judgement) }
            guard judgement.isTaken else { return .problem }
            let file = try sealer.finish(sealing)
            defer { try? Directory(folder).remove(hidden) }
            let drop = OutgoingDrop(
                name: name, channel: .oppositions, file: file, signature: try desk.signature(file.path))
            return try desk.send(drop, receiptsBeside: ".") == .ingested ? .success : .problem
        }
    }

    private static func parts(_ invocation: Invocation) throws -> [OppositionList.Part] {
        var parts: [OppositionList.Part] = []
        for action in OppositionUpdate.Action.allCases {
            for path in invocation.all(action.rawValue) {
                parts.append((action, path == "-" ? StandardInput() : try DeskFile(path)))
            }
        }
        return parts
    }
}

/// The bytes of standard input.
private final class StandardInput: ByteSource {
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = unsafe Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw SystemError("read", "standard input") }
        }
    }
}
