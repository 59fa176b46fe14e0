internal import Commands
internal import Envelope
internal import Ingestion
internal import Platform
internal import Producer
internal import Receipts
internal import SSH
internal import Support

extension CommandTable {
    static let push = Command(
        "push", "check, seal, sign and send a file, and wait for its receipts",
        discussion: """
            A file that the gateway would refuse is not sent. The gateway's host key must be one of the convention's known_hosts.
            Where the connection breaks, or the command itself, the same command goes on where the upload stopped, and sends nothing
            twice: until the outcome is known the sealed file is kept beside FILE, as a hidden file that only the gateway can open.
            """,
        options: [
            ProducerDesk.conventionOption, ProducerDesk.nameOption, ProducerDesk.signOption, OpenedNomenclatures.option,
        ]
            + ProducerDesk.sendingOptions + [
                .value("errors", "PATH", "writes the error report of a file that is not sent there, as CSV"),
                .flag("again", "sends a file although one of its name was taken before"),
            ],
        arguments: [.init("FILE", .atLeastOne, "a file as the convention describes it, or a sealed one")],
        examples: [
            .init(
                "ecluse push SIDEP_20261120.csv --convention convention --identity ~/.ssh/id_ed25519",
                "the whole way, to the receipt")
        ],
        run: pushFiles)

    private static func pushFiles(_ invocation: Invocation) throws -> ExitStatus {
        try ProducerDesk.run(invocation) { desk in
            try SSHSelfTest.run()
            var isInOrder = true
            for plan in try DeskPlan.plans(invocation.arguments, name: invocation.value("name"), desk.convention) {
                guard let drop = try outgoing(plan, desk) else {
                    isInOrder = false
                    continue
                }
                let state = try desk.send(drop.drop, receiptsBeside: plan.folder)
                // The outcome is known: nothing is left to be resumed.
                if drop.isOwn { try Directory(plan.folder).remove(hiddenName(plan)) }
                isInOrder = isInOrder && state == .ingested
            }
            return isInOrder ? .success : .problem
        }
    }

    /// The sealed form of `plan`; nil where the gateway would refuse it, which is shown.
    private static func outgoing(_ plan: DeskPlan, _ desk: ProducerDesk) throws -> (drop: OutgoingDrop, isOwn: Bool)? {
        if !desk.invocation.flag("again"), let earlier = try desk.earlierReceipt(plan) {
            throw ProducerFault.alreadyTaken(receipt: earlier)
        }
        if plan.isSealed {
            desk.say("producer.say.unchecked", ["file": plan.paths[0]])
            let file = try SealedFile(plan.paths[0])
            let beside = file.path + SSHSignature.suffix
            let signature =
                desk.invocation.value("sign") == nil && FileDescriptor.exists(beside)
                ? try FileDescriptor.open(beside, .read).readAll(limit: SSHSignature.maximumFileBytes)
                : try desk.signature(file.path)
            return (OutgoingDrop(name: plan.name, channel: plan.channel, file: file, signature: signature), false)
        }
        guard let file = try sealed(plan, desk) else { return nil }
        let drop = OutgoingDrop(
            name: plan.name, channel: plan.channel, file: file, signature: try desk.signature(file.path))
        return (drop, true)
    }

    private static func hiddenName(_ plan: DeskPlan) -> String { ".\(plan.name).sealed" }

    /// Checks the files of `plan` and seals them in the same pass, unless an earlier run has sealed them.
    private static func sealed(_ plan: DeskPlan, _ desk: ProducerDesk) throws -> SealedFile? {
        let judge = try desk.judge()
        func judged(_ open: @escaping () throws -> any ByteSource) throws -> Bool {
            let judgement = try judge.judge(DeskDrop(name: plan.name, channel: plan.channel, content: .plain(open)))
            if judgement.state != .ingested { try desk.show(judgement) }
            return judgement.isTaken
        }
        if let file = try plan.sealedBefore(hiddenName(plan)) { return try judged(plan.open) ? file : nil }
        let recipients = try desk.copy.recipients()
        let sealer = try Sealer(recipients, folder: plan.folder, name: hiddenName(plan), replaces: true)
        let before = try plan.fingerprint()
        let sealing = sealer.sealing(try plan.open())
        var first: (any ByteSource)? = sealing
        guard try judged({ try first.take() ?? plan.open() }) else { return nil }
        let file = try sealer.finish(sealing)
        guard try plan.fingerprint() == before else {
            try Directory(plan.folder).remove(hiddenName(plan))
            throw ProducerFault.changed
        }
        return file
    }
}

extension ProducerDesk {
    /// Sends `drop`, shows what happens and its outcome, keeps the receipts.
    func send(_ drop: OutgoingDrop, receiptsBeside folder: String) throws -> OutcomeReceipt.State? {
        let minutes = try invocation.integer("wait", in: 0...10_000, default: 60)
        let attempts = try invocation.integer("attempts", in: 1...100, default: 5)
        let screen = SendingScreen(self, drop)
        let sender = DropSender(
            try address(), receiptKeys: try copy.receiptKeys(), attempts: attempts, say: screen.take)
        let receipts = try sender.send(drop, minutes: minutes)
        let place = invocation.value("receipts") ?? folder + "/receipts"
        for receipt in receipts { try receipt.keep(in: place) }
        for receipt in receipts { say("producer.say.receipt", ["file": place + "/" + (receipt.names.last ?? "")]) }
        if invocation.flag("acknowledge") { try sender.acknowledge(receipts) }
        guard let outcome = receipts.last else { return nil }
        invocation.output.write(invocation.wantsJSON ? outcome.files.last?.bytes ?? [] : outcome.text)
        return outcome.state
    }

    /// Name of the kept receipt of a drop of the plan's name that was taken.
    func earlierReceipt(_ plan: DeskPlan) throws -> String? {
        let folder = invocation.value("receipts") ?? plan.folder + "/receipts"
        guard FileDescriptor.exists(folder) else { return nil }
        let directory = try Directory(folder)
        for name in try directory.names() where name.hasSuffix(".json") {
            guard let json = try? directory.read(name, limit: ReceiptChain.maximumBytes),
                let signature = try? directory.read(name + ".sig", limit: SSHSignature.maximumFileBytes),
                let receipt = try? SignedReceipt(
                    name: name, json: json, signature: signature, keys: copy.receiptKeys()),
                receipt.dropName == plan.name, receipt.state == .ingested || receipt.state == .partial
            else { continue }
            return name
        }
        return nil
    }
}

/// Shows an upload: a bar that moves on a terminal, a line every tenth elsewhere.
final class SendingScreen {
    /// Nanoseconds between two drawings of the bar, and cells of a terminal whose width is not known.
    private static let pause: UInt64 = 100_000_000
    private static let usualWidth = 80

    private let desk: ProducerDesk
    private let drop: OutgoingDrop
    private var meter: ProgressMeter
    private var drawn: UInt64 = 0
    private var tenth = 0
    private var isBarShown = false

    init(_ desk: ProducerDesk, _ drop: OutgoingDrop) {
        self.desk = desk
        self.drop = drop
        meter = ProgressMeter(size: drop.file.size, language: desk.language)
        desk.say("producer.say.sending", ["file": drop.name, "size": Amounts.bytes(drop.file.size)])
    }

    func take(_ event: SendingEvent) {
        if case .progress(let done) = event { return show(done) }
        clear()
        switch event {
        case .progress, .receipt: return
        case .resumed(let done):
            let size = Amounts.bytes(drop.file.size)
            desk.say("producer.say.resumed", ["done": Amounts.bytes(done), "size": size])
            tenth = Int(done * 10 / max(1, drop.file.size))
        case .broken(let attempt, let attempts):
            desk.say("producer.say.broken", ["try": String(attempt), "tries": String(attempts)])
        case .sent(let before):
            desk.say(before ? "producer.say.already-sent" : "producer.say.sent", ["file": drop.name])
        }
    }

    private func show(_ done: UInt64) {
        let now = Monotonic.now().nanoseconds
        meter.note(done, at: now)
        let errors = desk.invocation.errors
        if errors.isInteractive {
            guard now - drawn >= SendingScreen.pause || done == drop.file.size else { return }
            drawn = now
            isBarShown = true
            errors.write("\r" + meter.line(width: (errors.width ?? SendingScreen.usualWidth) - 1) + "\u{1b}[K")
        } else if meter.percent / 10 > tenth {
            tenth = meter.percent / 10
            desk.say("producer.say.progress", ["percent": String(tenth * 10)])
        }
    }

    private func clear() {
        guard isBarShown else { return }
        isBarShown = false
        desk.invocation.errors.write("\r\u{1b}[K")
    }
}
