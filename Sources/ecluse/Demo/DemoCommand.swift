internal import Commands
internal import Platform
internal import Support

extension CommandTable {
    static let demo = Command(
        "demo", "show real drops the whole way, in a temporary home",
        discussion: """
            Makes a home with example keys and both conventions, starts all roles, then is a producer with age, sftp and ssh-keygen:
            good days, broken records, a name where none may be, damaged envelopes, a repeated drop, persons who oppose. Every verdict
            is compared with the one expected; exit status 1 where one differs. Everything is stopped and removed at the end.
            """,
        options: [
            .flag("keep", "leave the gateway running after the tour, and the home when it is stopped"),
            .value("rows", "N", "records of a full day; 100000 where not given"),
        ],
        examples: [
            .init("ecluse demo", "the tour, in less than a minute"),
            .init("ecluse demo --keep --rows 5000", "a short tour, then a gateway to play with"),
        ],
        run: demonstrate)

    /// Fewer records would have too few faults and persons to show anything; more would not fit the demonstration's purpose.
    private static let demoRows = 1000...20_000_000

    private static func demonstrate(_ invocation: Invocation) throws -> ExitStatus {
        let rows = try invocation.integer("rows", in: demoRows, default: 100_000)
        let screen = DemoScreen(output: invocation.output)
        let place = try DemoPlace()
        let keeps = invocation.flag("keep")
        var gateway: DemoGateway?
        var isKept = false
        defer {
            gateway?.stop()
            if isKept { screen.say("the home is still there: \(place.home)") } else { place.remove() }
        }
        do {
            let loop = try DemoLoop()
            let started = Monotonic.now()
            let made = DemoGateway(place, loop, screen)
            gateway = made
            let producer = try DemoProducer(place, loop, screen, made)
            screen.heading("A gateway in a temporary home, with example keys")
            try made.initialise()
            try made.start()
            try producer.settle()
            let yesterday = CivilDate(days: SystemClock().now().date.days - 2)
            let drops = DemoDrops(
                place: place, screen: screen, gateway: made, producer: producer, rows: rows, day: yesterday)
            let tour = DemoTour(drops, DemoReader(place: place, loop: loop, screen: screen, gateway: made))
            try tour.run()
            tour.showTable()
            let status = conclude(tour, started, screen)
            if keeps {
                isKept = true
                try stay(loop, producer, place, screen)
            }
            return status
        } catch let fault as DemoFault {
            if fault != .interrupted { gateway?.showLog() }
            throw fault
        }
    }

    private static func conclude(_ tour: DemoTour, _ started: Monotonic, _ screen: DemoScreen) -> ExitStatus {
        let time = Amounts.duration(milliseconds: started.milliseconds(until: .now()))
        screen.output.line()
        for row in tour.failures {
            screen.result(false, "\(row.title): \(row.differences.joined(separator: "; "))")
        }
        guard tour.failures.isEmpty else { return .problem }
        screen.result(true, "every verdict is the one expected; the tour took \(time)")
        return .success
    }

    /// Leaves the gateway running until Ctrl-C.
    private static func stay(_ loop: DemoLoop, _ producer: DemoProducer, _ place: DemoPlace, _ screen: DemoScreen)
        throws
    {
        screen.heading("the gateway goes on; Ctrl-C stops it")
        screen.say("as a producer (seal with: age -R \(place.desk)/convention/recipient.txt)")
        for account in DemoGateway.conventions { screen.command(producer.connection(account: account)) }
        screen.say("as an operator")
        screen.command("ecluse drops list --home \(place.home)")
        screen.output.line()
        loop.log?.show = { line in screen.say(line) }
        try loop.untilInterrupted()
        loop.log?.show = nil
        screen.output.line()
    }
}
