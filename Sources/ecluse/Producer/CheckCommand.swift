internal import Commands
internal import Envelope
internal import Ingestion
internal import Platform
internal import Producer
internal import Support

extension CommandTable {
    static let check = Command(
        "check", "say what the gateway would answer to a file, without sending it",
        discussion: """
            Reads the file as the gateway would, with its own engine, on this machine alone: the verdict, the rules broken, and
            where (line, field, rule and the shape of the value, never the value). What only the gateway knows is left out: files
            received before, and persons who opposed. Files of an archive are given together, with --name.
            """,
        options: [
            ProducerDesk.conventionOption, ProducerDesk.nameOption, OpenedNomenclatures.option,
            .value("identity", "KEY", "secret key that opens a sealed FILE: of age, CMS or OpenPGP"),
            .value("errors", "PATH", "writes the whole error report there, as CSV"),
        ],
        arguments: [.init("FILE", .atLeastOne, "a file as it will be sealed, or a sealed one with --identity")],
        examples: [
            .init("ecluse check SIDEP_20261120.csv --convention convention", "is the day in order?"),
            .init(
                "ecluse check rsa.txt mvt.csv --name MCO_202610.zip --convention convention",
                "are the files of an archive, together?"),
        ],
        run: checkFiles)

    private static func checkFiles(_ invocation: Invocation) throws -> ExitStatus {
        try ProducerDesk.run(invocation) { desk in
            let judge = try desk.judge()
            var isInOrder = true
            for plan in try DeskPlan.plans(invocation.arguments, name: invocation.value("name"), desk.convention) {
                let judgement = try judge.judge(try deskDrop(plan, invocation))
                try desk.show(judgement)
                isInOrder = isInOrder && judgement.state == .ingested
            }
            return isInOrder ? .success : .problem
        }
    }

    private static func deskDrop(_ plan: DeskPlan, _ invocation: Invocation) throws -> DeskDrop {
        guard plan.isSealed else {
            return DeskDrop(name: plan.name, channel: plan.channel, content: .plain(plan.open))
        }
        guard let key = invocation.value("identity") else { throw ProducerFault.sealed }
        let path = plan.paths[0]
        let beside = path + SSHSignature.suffix
        let signature =
            FileDescriptor.exists(beside)
            ? try FileDescriptor.open(beside, .read).readAll(limit: SSHSignature.maximumFileBytes) : nil
        return DeskDrop(
            name: plan.name, channel: plan.channel,
            content: .sealed(path: path, identities: try EnvelopeCheck.identities(key), signature: signature))
    }
}
