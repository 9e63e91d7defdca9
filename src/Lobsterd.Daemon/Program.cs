using Lobsterd.Daemon.Composition;

return await LobsterdService.RunAsync(args, _ => { });
