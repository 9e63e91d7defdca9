using Lobsterd.Standin.Firecracker;

return FirecrackerProgram.Run(args);
