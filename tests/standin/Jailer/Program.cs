using Lobsterd.Standin.Interface;
using Lobsterd.Standin.Jailer;

// Descriptors first: nothing that we were started with goes further than this. They close at the exec, since the runtime may hold one of its own.
const int CloseRange = 436;
const int OnExec = 4;
Kernel.Call(CloseRange, 3, int.MaxValue, OnExec);

try
{
    return JailerProgram.Run(args);
}
catch (Fault fault)
{
    Kernel.Complain($"{fault.Message}\nError: {fault.Debug}\n");
    return 1;
}
