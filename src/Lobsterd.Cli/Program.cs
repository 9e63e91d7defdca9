using Lobsterd.Cli.Commands;
using Lobsterd.Cli.Ui;

return await CommandLine.RunAsync(args, new CommandWorld(Screen.OfProcess()));
