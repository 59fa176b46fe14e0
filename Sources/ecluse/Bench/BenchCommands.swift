internal import Commands
internal import Platform
internal import Support

extension CommandTable {
    private static let work = Command.Option.value(
        "work", "FOLDER", "folder for rows, homes and logs, kept and used again; a temporary one where not given")
    private static let conventionFolder = Command.Option.value(
        "convention", "FOLDER", "the benchmark's convention; Tests/Bench/rpu-bench of the checkout where not given")
    private static let oppositions = Command.Option.value(
        "oppositions", "N", "persons in the exclusion matrix; 1000000 where not given")

    static let bench = Command(
        "bench", "measure this machine, and Écluse beside other programs in the same run",
        discussion: """
            Runs are paired: ours, theirs, ours, theirs. What counts is the ratio of the medians; times depend on the machine.
            """,
        subcommands: [
            Command(
                "ingest", "from a sealed drop in the inbox to the committed table, beside Polars and DuckDB",
                discussion: """
                    Ours is the whole process `ecluse ingest --once`: decryption, every check of the convention, keyed pseudonyms,
                    exclusion, Parquet, commit, receipts. The peers do part of that, most from a plaintext file on disk; their time
                    is the one they print themselves, without the start of Python.
                    """,
                options: [
                    .value("rows", "N", "rows of the drop; 8000000 where not given"),
                    .value("runs", "K", "pairs of runs; 3 where not given"),
                    .value(
                        "sizes", "MB,MB",
                        "drops of so many megabytes of plaintext one after the other, alone: does the rate or the memory change?"
                    ),
                    .value("peers", "FOLDER", "folder with generate.py, polars_peer.py, duckdb_peer.py"),
                    .value(
                        "python", "PROGRAM",
                        "a Python that has polars, duckdb or numpy; .build/venv and python3 are tried too"),
                    oppositions, work, conventionFolder,
                ],
                examples: [
                    .init("ecluse bench ingest --rows 2000000 --peers ../shared/bench", "ours and the peers, 2 M rows"),
                    .init("ecluse bench ingest --rows 100000 --runs 1 --oppositions 0", "ours alone, some seconds"),
                    .init("ecluse bench ingest --sizes 10,1000,10000 --runs 1", "10 MB, 1 GB, 10 GB"),
                ],
                run: { invocation in try IngestBench(invocation).run() }),
            Command(
                "upload", "OpenSSH's sftp, to our receiver and to OpenSSH's own server",
                discussion: """
                    The same client sends the same file with `put -f`, so that both servers have forced it to the disk when the client
                    ends. Both listen on loopback; sshd runs with a configuration of its own and internal-sftp.

                    Alone it measures one connection. With --round-trip both servers lie behind relays that hold every byte back for
                    half of it; with --parallel so many clients send at once, and their total counts. --memory shows what each process
                    of a session holds at most; --idle opens so many sessions that do nothing and uploads beside them. --json keeps
                    the figures of every run.
                    """,
                options: [
                    .value(
                        "size", "MIB", "MiB of the file; 1024 where not given, 256 for long links and several clients"),
                    .value("runs", "K", "pairs of runs; 5 where not given"),
                    .value(
                        "cipher", "NAME",
                        "an OpenSSH cipher; may be given several times; AES-256-GCM and ChaCha20 where not given"),
                    .value("round-trip", "MS", "milliseconds from the client to the server and back"),
                    .value("parallel", "N", "clients at once"),
                    .flag("memory", "what the processes hold, instead of times"),
                    .value("idle", "N", "sessions that are held open beside an upload (needs Python with asyncssh)"),
                    .value("python", "PROGRAM", "the Python for --idle; .build/venv and python3 are tried too"),
                    work, conventionFolder,
                ],
                examples: [
                    .init("ecluse bench upload", "1 GiB, both ciphers"),
                    .init("ecluse bench upload --round-trip 50", "the same over a long link, 256 MiB"),
                    .init("ecluse bench upload --parallel 8 --size 128 --json", "eight at once, every figure kept"),
                    .init("ecluse bench upload --memory --runs 1", "memory of each process of a session"),
                    .init("ecluse bench upload --idle 500 --size 64", "500 sessions open"),
                ],
                run: { invocation in try UploadBench(invocation).run() }),
            Command(
                "formats", "JSON lines, fixed width and XML: reading and checking, beside other readers",
                discussion: """
                    Ours cuts the file, finds the fields, reads the types and checks every rule, on two cores, with the tables that lists and
                    groups give; sealing, treatments and Parquet are not in it. polars and duckdb make a table in memory; xmllint
                    only goes through the document. Their time is the one they print themselves, without the start of Python.
                    """,
                options: [
                    .value("size", "MB", "megabytes of each file; 256 where not given"),
                    .value("runs", "K", "pairs of runs; 3 where not given"),
                    .value(
                        "python", "PROGRAM", "a Python with polars and duckdb; .build/venv and python3 are tried too"),
                    work,
                    .value(
                        "convention", "FOLDER",
                        "the benchmark's convention; Tests/SystemTests/Vectors/formats of the checkout where not given"),
                ],
                examples: [
                    .init("ecluse bench formats", "256 MB of each"),
                    .init("ecluse bench formats --size 10 --runs 1", "some seconds"),
                ],
                run: { invocation in try FormatBench(invocation).run() }),
            Command(
                "latency", "small drops: from the end of the upload to the signed outcome in /receipts",
                options: [
                    .value("drops", "N", "drops one after the other; 50 where not given"),
                    .value("rows", "N", "rows of a drop; 1000 where not given"), oppositions, work, conventionFolder,
                ],
                examples: [
                    .init("ecluse bench latency", "50 drops of 1,000 rows, a million persons in the matrix"),
                    .init("ecluse bench latency --oppositions 0", "the same with an empty matrix"),
                ],
                run: { invocation in try LatencyBench(invocation).run() }),
        ])

    /// Started by `bench formats`; not shown in the help.
    static let benchParse = Command(
        "bench-parse", "read and check a file as the ingester does",
        options: [
            .value("convention", "FOLDER", "a convention"), .value("table", "NAME", "the table that has the file"),
        ],
        arguments: [.init("FILE", .one, "the file")],
        isHidden: true,
        run: { invocation in try ParseCommand.run(invocation) })

    /// Started by `bench upload --round-trip`, and by tests; not shown in the help.
    static let benchDelay = Command(
        "bench-delay", "relay TCP connections, every byte late",
        options: [
            .value("listen", "PORT", "port of loopback; any free one where not given"),
            .value("to", "PORT", "port of loopback to relay to"),
            .value("milliseconds", "N", "how late, in each direction; 25 where not given"),
        ],
        isHidden: true,
        run: { invocation in
            _ = try invocation.required("to")
            let proxy = try DelayProxy(
                port: UInt16(try invocation.integer("listen", in: 0...65_535, default: 0)),
                target: try SocketAddress(
                    numeric: "127.0.0.1", port: UInt16(try invocation.integer("to", in: 1...65_535, default: 0))),
                milliseconds: try invocation.integer("milliseconds", in: 0...10_000, default: 25))
            invocation.output.line("listening on 127.0.0.1:\(proxy.port)")
            try proxy.run()
            return .success
        })
}
