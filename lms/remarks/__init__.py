"""Remarks: does this part of the training hold at your company?"""
