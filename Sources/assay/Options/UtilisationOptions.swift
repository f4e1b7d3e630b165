import ArgumentParser

/// How much of the peak a training gets out of its chips, and of their time; neither has a default.
struct UtilisationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Model FLOP/s utilisation: a share of that precision's dense peak, or a published run.",
      valueName: "share or run"))
  var mfu: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The share of the time spent training, or a published run.", valueName: "share or run")
  )
  var goodput: String?
}
