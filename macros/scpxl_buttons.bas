Attribute VB_Name = "scpxl_buttons"
Option Explicit

' scpxl: what the buttons of this workbook run. A macro calls Python and does nothing else; nothing here
' runs unless somebody presses a button. Python's side is scpxl/live/buttons.py.

Public Sub RefreshDashboard()
    RunPython "import scpxl.live.buttons as b; b.refresh_dashboard()"
    DescribeFunctions
End Sub

Public Sub CheckReturns()
    RunPython "import scpxl.live.buttons as b; b.check_returns()"
End Sub

Public Sub OpenLog()
    RunPython "import scpxl.live.buttons as b; b.open_log()"
End Sub

Private Sub DescribeFunctions()
    ' Excel keeps the hints of its function wizard, not the workbook: so they are given to it here, where the
    ' workbook has the worksheet functions. Without them, or where Excel takes no hints, nothing is missing.
    On Error Resume Next
    Application.Run "ScpxlDescribeFunctions"
End Sub

Public Sub ScpxlPing()
    ' Without Python: shows that macros are allowed in this workbook. Run it with Alt+F8.
    MsgBox "Macros work in " & ThisWorkbook.Name & ". Now run ScpxlPingPython."
End Sub

Public Sub ScpxlPingPython()
    ' With Python: shows that Excel can start the Python that scpxl is installed in.
    RunPython "import scpxl.live.buttons as b; b.ping()"
End Sub
