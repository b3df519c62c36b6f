Console.WriteLine("mien");
return 0;
