internal import Commands
internal import Envelope
internal import Platform
internal import Producer
internal import Support

extension CommandTable {
    static let seal = Command(
        "seal", "seal a file for the gateway, with age, and sign it",
        discussion: """
            Compresses or packs the files where the convention says so, and seals them for the keys of the convention's folder. No
            plaintext is written anywhere. The sealed file has the name that the convention asks for; a signature stands
            beside it, made by ssh-keygen. Nothing is checked: 'ecluse check' does that.
            """,
        options: [
            ProducerDesk.conventionOption, ProducerDesk.nameOption, ProducerDesk.signOption,
            .value("output", "FOLDER", "where the sealed file goes; beside the first FILE where not given"),
        ],
        arguments: [.init("FILE", .atLeastOne, "a file as the convention describes it")],
        examples: [
            .init("ecluse seal SIDEP_20261120.csv --convention convention", "makes SIDEP_20261120.csv.age"),
            .init(
                "ecluse seal SIDEP_20261120.csv --convention convention --sign ~/.ssh/id_ed25519",
                "and SIDEP_20261120.csv.age.sig"),
        ],
        run: sealFiles)

    private static func sealFiles(_ invocation: Invocation) throws -> ExitStatus {
        try ProducerDesk.run(invocation) { desk in
            let recipients = try desk.copy.recipients()
            for plan in try DeskPlan.plans(invocation.arguments, name: invocation.value("name"), desk.convention) {
                guard !plan.isSealed else { throw ProducerFault.sealed }
                let folder = invocation.value("output") ?? plan.folder
                let sealer = try Sealer(recipients, folder: folder, name: plan.name, replaces: false)
                let file = try sealer.finish(sealer.sealing(try plan.open()))
                desk.say("producer.say.sealed", ["file": file.path])
                guard let signature = try desk.signature(file.path) else { continue }
                try Directory(folder).writeDurably(plan.name + SSHSignature.suffix, signature, permissions: 0o644)
                desk.say("producer.say.signed", ["file": file.path + SSHSignature.suffix])
            }
            return .success
        }
    }
}
